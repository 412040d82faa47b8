package io.hedgerow.jobs.risk;

import io.hedgerow.connectors.kafka.TopicContent;
import io.hedgerow.operators.risk.PublishedStates;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.RestrictionRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code risk.state} to its end and obeys it as a consumer does. A record that cannot be read
 * is none of ours, and no consumer obeys it: it is left out, and logged. If the end is not reached,
 * what was published before is not known, so the job does not go on.
 */
final class PublishedRiskStates implements PublishedStates {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PublishedRiskStates.class);
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Properties connection;

  PublishedRiskStates(Properties connection) {
    this.connection = connection;
  }

  @Override
  public List<RiskState> read() {
    Map<String, RiskState> obeyed = new TreeMap<>();
    TopicContent.read(connection, Topic.RISK_STATE, WITHIN, record -> take(record, obeyed));
    return List.copyOf(obeyed.values());
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, RiskState> obeyed) {
    try {
      if (RecordCodec.decode(record.value()) instanceof RiskState state) {
        String key = state.getScopeType() + "|" + state.getScope();
        obeyed.put(key, RestrictionRule.obeyed(Optional.ofNullable(obeyed.get(key)), state));
      }
    } catch (UnreadableRecordException e) {
      LOG.warn("risk.state offset {} cannot be read: {}", record.offset(), e.getMessage());
    }
  }
}
