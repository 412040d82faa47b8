package io.hedgerow.cli;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the exactly-once topics of the risk job hold, as a consumer that reads committed records
 * sees it: nothing missing, nothing twice, and each transition with the hash of the one before
 * (RISK-5).
 *
 * @param triggers records on {@code risk.triggers}
 * @param transitions records on {@code risk.transitions}
 * @param fault the first thing that is wrong; empty if all is well
 */
record RiskAudit(long triggers, long transitions, String fault) {

  /** Reads both topics from their beginning; they must not have lost records to retention. */
  static RiskAudit of(String bootstrapServers) {
    Sequence triggers = new Sequence(Topic.RISK_TRIGGERS);
    Sequence transitions = new Sequence(Topic.RISK_TRANSITIONS);
    read(bootstrapServers, triggers);
    read(bootstrapServers, transitions);
    String fault = triggers.fault();
    return new RiskAudit(
        triggers.seen.size(),
        transitions.seen.size(),
        fault.isEmpty() ? transitions.fault() : fault);
  }

  /** One line for people. */
  String render() {
    return String.format(
        Locale.ROOT,
        "Risk: %,d triggers, %,d transitions, exactly once and without a gap: %s%n",
        triggers,
        transitions,
        fault.isEmpty() ? "yes" : "NO, " + fault);
  }

  private static void read(String bootstrapServers, Sequence sequence) {
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(sequence.topic))) {
      reader.readToEnd(sequence::take);
    }
  }

  private static final class Sequence {
    private final Topic topic;
    private final TreeSet<Long> seen = new TreeSet<>();
    private String previousHash = "";
    private String fault = "";

    Sequence(Topic topic) {
      this.topic = topic;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      try {
        Object event = RecordCodec.decode(record.value());
        long sequence =
            event instanceof RiskTransition transition
                ? transition.getSequence()
                : ((RiskTrigger) event).getSequence();
        if (!seen.add(sequence)) {
          say(sequence + " stands there twice");
        }
        if (event instanceof RiskTransition transition) {
          chain(transition, record.value());
        }
      } catch (UnreadableRecordException e) {
        say("offset " + record.offset() + " cannot be read: " + e.getMessage());
      }
    }

    private void chain(RiskTransition transition, byte[] value) {
      if (!transition.getPreviousHash().equals(previousHash)) {
        say(transition.getSequence() + " does not hold the hash of the one before");
      }
      byte[] body = Arrays.copyOfRange(value, RecordCodec.FRAME_BYTES, value.length);
      previousHash = HexFormat.of().formatHex(sha256().digest(body));
    }

    private void say(String what) {
      if (fault.isEmpty()) {
        fault = topic.topicName() + ": " + what;
      }
    }

    String fault() {
      if (fault.isEmpty() && !seen.isEmpty() && seen.last() != seen.size()) {
        say(seen.size() + " records, but the newest sequence is " + seen.last());
      }
      return fault;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
