package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.OrderRole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The life of a pair for a script: every field of every record, and the same figures. Stateless.
 */
final class PairJson {

  private PairJson() {}

  /** One life. */
  static String of(PairLife life) {
    return ViewJson.write(fields(life));
  }

  /** A list of them. */
  static String of(List<PairLife> lives) {
    return ViewJson.write(lives.stream().map(PairJson::fields).toList());
  }

  private static Map<String, Object> fields(PairLife life) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", life.key());
    fields.put("outcome", life.outcome());
    fields.put("whole", life.isWhole());
    fields.put("findings", life.findings());
    fields.put("signal", life.signal().map(ViewJson::fields).orElse(null));
    fields.put("decision", life.decision().map(PairJson::decision).orElse(null));
    fields.put("legs", life.legs().stream().map(leg -> leg(life, leg)).toList());
    fields.put("pair", life.events().stream().map(ViewJson::fields).toList());
    fields.put("momentsMicros", life.moments());
    return fields;
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> fields = ViewJson.fields(decision);
    List<Map<String, Object>> inputs = new ArrayList<>();
    for (DecisionInput input : decision.getInputs()) {
      Map<String, Object> one = ViewJson.fields(input);
      OptionalLong age = GateValues.ageMicros(input, decision.getDecidedAtMicros());
      one.put("ageMicros", age.isPresent() ? age.getAsLong() : null);
      one.put("check", GateValues.check(input).map(check -> check.requirement()).orElse(null));
      one.put("unit", GateValues.known(input).map(known -> known.unit().name()).orElse(null));
      one.put("text", GateValues.text(input));
      inputs.add(one);
    }
    fields.put("inputs", inputs);
    return fields;
  }

  private static Map<String, Object> leg(PairLife life, LegLife leg) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("leg", leg.leg());
    OptionalLong reference = life.referenceE8(leg.leg());
    fields.put(
        "referencePrice",
        reference.isPresent() ? new BigDecimal(E8.toDecimal(reference.getAsLong())) : null);
    fields.put("steps", leg.steps().stream().map(PairJson::step).toList());
    Map<String, Object> filled = new LinkedHashMap<>();
    for (OrderRole role : OrderRole.values()) {
      leg.filled(role).ifPresent(one -> filled.put(role.name(), filled(one, reference)));
    }
    fields.put("filled", filled);
    return fields;
  }

  private static Map<String, Object> step(LegLife.Step step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", step.event() == null ? "FILL" : "ORDER");
    fields.putAll(ViewJson.fields(step.event() == null ? step.fill() : step.event()));
    return fields;
  }

  private static Map<String, Object> filled(LegLife.Filled filled, OptionalLong referenceE8) {
    OptionalLong slippage =
        referenceE8.isPresent()
            ? filled.slippagePpm(referenceE8.getAsLong())
            : OptionalLong.empty();
    Map<String, Object> fees = new LinkedHashMap<>();
    filled.feesE8().forEach((asset, fee) -> fees.put(asset, decimal(fee)));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("side", filled.side().name());
    fields.put("quantity", decimal(filled.quantityE8()));
    fields.put("averagePrice", filled.averagePriceE8().map(PairJson::decimal).orElse(null));
    fields.put("slippagePpm", slippage.isPresent() ? slippage.getAsLong() : null);
    fields.put("fees", fees);
    return fields;
  }

  private static BigDecimal decimal(BigInteger valueE8) {
    return new BigDecimal(LegLife.decimal(valueE8));
  }
}
