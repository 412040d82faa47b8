package io.hedgerow.operators.risk;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.RiskTriggers;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.util.Collector;

/** Wraps what the other operators and topics have for the state machine; keeps nothing. */
public final class MachineInputs {

  private MachineInputs() {}

  /** Of {@code ops.commands}. */
  public static MapFunction<KeyedRecord, MachineInput> commands() {
    return record ->
        MachineInput.of(
            (OpsCommand) record.record(),
            new RecordRef(Topic.OPS_COMMANDS.topicName(), record.partition(), record.offset()));
  }

  /** Of {@code risk.acknowledgements}. */
  public static MapFunction<KeyedRecord, MachineInput> acknowledgements() {
    return record -> MachineInput.of((Acknowledgement) record.record());
  }

  /** Of {@code risk.policy}, for those who want the record itself. */
  public static MapFunction<KeyedRecord, RiskPolicy> policies() {
    return MachineInputs::policy;
  }

  private static RiskPolicy policy(KeyedRecord record) throws UnreadableRecordException {
    return (RiskPolicy) record.record();
  }

  /** Of {@code risk.policy}. */
  public static MapFunction<RiskPolicy, MachineInput> ofPolicies() {
    return MachineInput::of;
  }

  /** Of the patterns. */
  public static MapFunction<RiskTrigger, MachineInput> triggers() {
    return MachineInput::of;
  }

  /** Of the edges that say something without a pattern: WARN, CLEAR and STEADY. */
  public static FlatMapFunction<RiskEdge, MachineInput> edges() {
    return MachineInputs::single;
  }

  private static void single(RiskEdge edge, Collector<MachineInput> out) {
    EdgeKind kind = edge.getEdge().getKind();
    if (kind == EdgeKind.WARN) {
      RiskTriggers.warned(edge).forEach(trigger -> out.collect(MachineInput.of(trigger)));
    } else if (kind == EdgeKind.CLEAR) {
      RiskTriggers.cleared(edge).forEach(trigger -> out.collect(MachineInput.of(trigger)));
    } else if (kind == EdgeKind.STEADY) {
      out.collect(MachineInput.ofSteady(edge));
    }
  }
}
