package io.hedgerow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The policy of one mode on {@code risk.policy}. */
final class PolicyTopic {

  private static final String SOURCE = "hedgerow/policy";

  private static final long MICROS_PER_MILLI = 1_000;

  private final String bootstrapServers;
  private final PolicyMode mode;

  PolicyTopic(String bootstrapServers, PolicyMode mode) {
    this.bootstrapServers = bootstrapServers;
    this.mode = mode;
  }

  /** The newest version, or empty. */
  Optional<RiskPolicy> newest() {
    try (NewestViews<RiskPolicy> newest =
        new NewestViews<>(Topic.RISK_POLICY, RiskPolicy.class, bootstrapServers)) {
      newest.readToEnd();
      return Optional.ofNullable(newest.views().get(id()));
    }
  }

  /**
   * The newest version.
   *
   * @throws UserException if there is none
   */
  RiskPolicy require() {
    return newest()
        .orElseThrow(
            () ->
                new UserException(
                    Topic.RISK_POLICY.topicName()
                        + " has no "
                        + id()
                        + " policy; publish one with: hedgerow policy apply FILE"
                        + (mode == PolicyMode.SHADOW ? " --shadow" : "")));
  }

  /**
   * Publishes a content as the version after the newest.
   *
   * @param clockMicros asked when all is ready to be sent: the delay begins there
   * @param inMicros after which it takes effect
   * @throws UserException if somebody else published that version at the same time
   */
  RiskPolicy publish(RiskPolicy content, LongSupplier clockMicros, long inMicros, String by) {
    RiskPolicy policy;
    try (EventProducer producer = EventProducer.open(bootstrapServers, SOURCE)) {
      Optional<RiskPolicy> newest =
          newest().filter(each -> each.getVersion() < PolicyRecords.MAX_VERSION);
      long nowMicros = clockMicros.getAsLong();
      long version = newest.isPresent() ? newest.get().getVersion() + 1 : firstVersion(nowMicros);
      policy = PolicyRecords.publish(content, mode, version, nowMicros + inMicros, nowMicros, by);
      producer.send(policy);
      producer.flush();
    }
    RiskPolicy seen = require();
    if (!seen.getEventId().equals(policy.getEventId())) {
      throw new UserException(
          seen.getPublishedBy()
              + " published version "
              + seen.getVersion()
              + " at the same time; compare with: hedgerow policy diff FILE, and apply again");
    }
    return policy;
  }

  /**
   * A shadow policy may have been dropped before, and its versions are not on the topic any more;
   * consumers ignore what is not newer. Milliseconds are beyond all of them.
   */
  private long firstVersion(long publishedAtMicros) {
    return mode == PolicyMode.LIVE ? 1 : publishedAtMicros / MICROS_PER_MILLI;
  }

  /** Ends it: a tombstone. */
  void drop(long nowMicros) {
    try (EventProducer producer = EventProducer.open(bootstrapServers, SOURCE)) {
      producer.sendRaw(
          Topic.RISK_POLICY.topicName(), id().getBytes(UTF_8), null, nowMicros, List.of());
      producer.flush();
    }
  }

  String id() {
    return PolicyRecords.idOf(mode);
  }
}
