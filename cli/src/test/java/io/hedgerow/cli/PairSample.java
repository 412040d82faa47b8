package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.schemas.execution.PlannedLeg;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateReason;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A pair whose second leg came short: what was too much is taken back. Its records in the order in
 * which the engine wrote them.
 */
final class PairSample {

  static final long T0 = 1_704_067_200_000_000L;

  private static final String[] VENUES = {"SIM-ALPHA", "SIM-BETA"};
  private static final String[] INSTRUMENTS = {"BTC-USDT", "BTC-USDT-PERP"};
  private static final long REFERENCE = 43_000 * E8.ONE;
  private static final long CENT = E8.ONE / 100;

  private final String id;
  private final long[] steps = new long[2];
  private long journal;
  private long atMicros = T0;

  PairSample(String id, long firstJournal) {
    this.id = id;
    this.journal = firstJournal;
  }

  String correlationId() {
    return "J1-" + id;
  }

  String signalId() {
    return "signal-" + id;
  }

  /** Of the first, second or third order. */
  String clientOrderId(int order) {
    return "H" + "0".repeat(13 - id.length()) + id + "X" + order;
  }

  Signal signal() {
    return new Signal(
        signalId(),
        SignalSource.FUNDING,
        SignalPurpose.OPEN,
        "BTC",
        Direction.LONG_FIRST,
        VENUES[0],
        INSTRUMENTS[0],
        VENUES[1],
        INSTRUMENTS[1],
        "USDT",
        4_300 * E8.ONE,
        1_500,
        5_000_000L,
        RouteClass.NONE,
        850L,
        List.of(new SignalCost(CostKind.FEES, 400L), new SignalCost(CostKind.SLIPPAGE, 120L)),
        "Funding of BTC at SIM-BETA pays 12 % a year.",
        3L,
        T0,
        EventIds.of("Signal", signalId(), 0));
  }

  Decision accepted() {
    return decision(true, GateReason.PASSED);
  }

  Decision rejected() {
    return decision(false, GateReason.VENUE_SLOW);
  }

  private Decision decision(boolean accepts, GateReason third) {
    step(1_520);
    List<Verdict> verdicts = new ArrayList<>();
    for (GateCheck check : GateCheck.values()) {
      GateReason reason = check == GateCheck.VENUE_HEALTH ? third : GateReason.PASSED;
      verdicts.add(new Verdict(check.requirement(), reason.name(), reason.number()));
    }
    return new Decision(
        correlationId(),
        signalId(),
        "BTC",
        SignalPurpose.OPEN,
        accepts,
        verdicts,
        inputs(),
        List.of(
            new PlannedLeg(VENUES[0], INSTRUMENTS[0], OrderSide.BUY, 10 * CENT, limit(0)),
            new PlannedLeg(VENUES[1], INSTRUMENTS[1], OrderSide.SELL, 10 * CENT, limit(1))),
        3L,
        12L,
        atMicros,
        journal,
        eventId("Decision"));
  }

  private List<DecisionInput> inputs() {
    List<DecisionInput> inputs = new ArrayList<>();
    for (GateInput input : GateInput.values()) {
      boolean ofPair = input.reach() == GateInput.Reach.PAIR;
      for (int leg = 0; leg < (ofPair ? 1 : 2); leg++) {
        boolean applies = input != GateInput.POSITION;
        boolean ages = input.age() != null;
        inputs.add(
            new DecisionInput(
                input.name(),
                ofPair ? -1 : leg,
                applies && input != GateInput.MARGIN_BUFFER ? value(input, leg) : null,
                applies,
                ages ? T0 - 1_000_000L * leg - 20_000 : -1L,
                ages ? 700L + leg : -1L));
      }
    }
    return inputs;
  }

  private static Long value(GateInput input, int leg) {
    return switch (input) {
      case REFERENCE_PRICE -> REFERENCE;
      case SIGNAL_CREATED -> T0;
      default ->
          switch (input.unit()) {
            case PRICE_E8 -> REFERENCE + leg * E8.ONE;
            case SHARE_PPM, PPM, SIGNED_PPM -> 900L + leg;
            case DURATION_MICROS -> 5_000_000L;
            case SIGNED_MICROS -> -1_250L;
            case CODE, FLAG -> 1L;
            case COUNT, VERSION, SEQUENCE -> 12L + leg;
            default -> 10 * CENT;
          };
    };
  }

  private static long limit(int leg) {
    return leg == 0 ? REFERENCE + 60 * E8.ONE : REFERENCE - 60 * E8.ONE;
  }

  /** Everything that the engine wrote of it. */
  List<SpecificRecord> life() {
    List<SpecificRecord> records = new ArrayList<>();
    records.add(signal());
    records.add(accepted());
    records.add(order(0, OrderRole.ENTRY, OrderStep.SUBMITTED, 1, 0, ""));
    records.add(order(1, OrderRole.ENTRY, OrderStep.SUBMITTED, 2, 0, ""));
    records.add(order(0, OrderRole.ENTRY, OrderStep.ACCEPTED, 1, 0, ""));
    records.add(order(1, OrderRole.ENTRY, OrderStep.ACCEPTED, 2, 0, ""));
    records.add(fill(0, OrderRole.ENTRY, 1, 4, 4, 43_010));
    records.add(fill(0, OrderRole.ENTRY, 1, 6, 10, 43_021));
    records.add(order(0, OrderRole.ENTRY, OrderStep.FILLED, 1, 10, ""));
    records.add(fill(1, OrderRole.ENTRY, 2, 7, 7, 42_990));
    records.add(order(1, OrderRole.ENTRY, OrderStep.CANCEL_ASKED, 2, 0, ""));
    records.add(pair(PairStep.ESCALATED, "NAKED_TOO_LONG", 3));
    records.add(order(1, OrderRole.ENTRY, OrderStep.CANCELED, 2, 7, "canceled by client"));
    records.add(order(0, OrderRole.OFFSET, OrderStep.SUBMITTED, 3, 0, ""));
    records.add(fill(0, OrderRole.OFFSET, 3, 3, 3, 42_995));
    records.add(order(0, OrderRole.OFFSET, OrderStep.FILLED, 3, 3, ""));
    records.add(pair(PairStep.ENDED, "NEUTRALIZED", 0));
    return records;
  }

  private OrderEvent order(
      int leg, OrderRole role, OrderStep kind, int order, long filledCents, String reason) {
    step(700);
    return new OrderEvent(
        correlationId(),
        clientOrderId(order),
        leg,
        role,
        kind,
        VENUES[leg],
        "main",
        INSTRUMENTS[leg],
        side(leg, role),
        (role == OrderRole.OFFSET ? 3 : 10) * CENT,
        limit(leg),
        filledCents * CENT,
        T0 + 5_000_000,
        ++steps[leg],
        reason,
        atMicros - 300,
        atMicros,
        journal,
        eventId("OrderEvent"));
  }

  private Fill fill(
      int leg, OrderRole role, int order, long cents, long cumulativeCents, long price) {
    step(900);
    return new Fill(
        correlationId(),
        clientOrderId(order),
        leg,
        role,
        VENUES[leg],
        "main",
        INSTRUMENTS[leg],
        side(leg, role),
        "e" + journal,
        "t" + journal,
        cents * CENT,
        price * E8.ONE,
        cumulativeCents * CENT,
        cents * CENT,
        "USDT",
        false,
        ++steps[leg],
        atMicros - 400,
        atMicros,
        journal,
        eventId("Fill"));
  }

  private static OrderSide side(int leg, OrderRole role) {
    return (leg == 0) == (role == OrderRole.ENTRY) ? OrderSide.BUY : OrderSide.SELL;
  }

  PairEvent pair(PairStep kind, String state, long imbalanceCents) {
    step(500);
    return new PairEvent(
        correlationId(),
        signalId(),
        kind,
        state,
        "BTC",
        2,
        imbalanceCents * CENT,
        T0 + 5_000_000,
        atMicros,
        journal,
        eventId("PairEvent"));
  }

  private void step(long micros) {
    journal++;
    atMicros += micros;
  }

  private String eventId(String type) {
    return EventIds.of(type, correlationId(), journal);
  }
}
