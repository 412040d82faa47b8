package io.hedgerow.operators.risk;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.Observations;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes from each checked record what is measured in it; keeps nothing. */
public final class ObserveRecords implements FlatMapFunction<KeyedRecord, Observation> {

  private static final long serialVersionUID = 1L;

  private final Topic topic;

  /** For the records of one topic. */
  public ObserveRecords(Topic topic) {
    this.topic = topic;
  }

  @Override
  public void flatMap(KeyedRecord record, Collector<Observation> out)
      throws UnreadableRecordException {
    Observations.of(record.record(), topic, record.partition(), record.offset(), out::collect);
  }
}
