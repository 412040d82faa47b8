package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which versions each consumer obeys, and who is late (RISK-3 control validation, TRIG-16).
 *
 * <p>A consumer that is late is reported once; it counts as late until it has acknowledged every
 * version whose time is over. One that falls back behind the newest restriction must catch up
 * within the same time. Bound: {@value #MAX_CONSUMERS} consumers beside the policy's own.
 */
final class Acknowledgements {

  private static final int MAX_CONSUMERS = 1_000;
  private static final int MAX_READ = 100_000;

  private record Heard(long stateVersion, long policyVersion, String build, long atMicros) {
    private static final Heard NOTHING = new Heard(0, 0, "", Long.MIN_VALUE);
  }

  private record Versions(long state, long policy) {}

  /**
   * A consumer that has not acknowledged in time.
   *
   * @param what version of what
   */
  record Late(String consumer, String what) {}

  private final Map<String, Heard> heard = new TreeMap<>();
  private final Map<String, Versions> missedByLate = new TreeMap<>();
  private PendingVersions states = new PendingVersions();
  private PendingVersions policies = new PendingVersions();
  private long newestRestriction;
  private boolean buildsDiffer;
  private long timesBuildsDiffered;

  /** A state got more restrictive with this version. */
  void expectState(long version, long nowMicros, MachineRules rules) {
    newestRestriction = version;
    if (rules != null) {
      states.expect(version, nowMicros);
    }
  }

  /** A policy has taken effect: it and the restrictions that stand must be acknowledged. */
  void expectPolicy(MachineRules rules, long nowMicros) {
    policies.expect(rules.version(), nowMicros);
    states.expect(newestRestriction, nowMicros);
    dropAcknowledged(rules);
  }

  /** Nobody could answer in event time while it was repeated: everybody has its whole time. */
  void beginAgain(long nowMicros) {
    states.beginAgain(nowMicros);
    policies.beginAgain(nowMicros);
  }

  /** Takes an acknowledgement, unless it is older than what is known of its consumer. */
  void take(Acknowledgement acknowledgement, MachineRules rules, long nowMicros) {
    String consumer = acknowledgement.getConsumer();
    Heard before = of(consumer);
    boolean known = rules != null && rules.consumers().contains(consumer);
    boolean room = heard.containsKey(consumer) || heard.size() < MAX_CONSUMERS;
    if (acknowledgement.getReceivedAtMicros() < before.atMicros() || !(known || room)) {
      return;
    }
    heard.put(
        consumer,
        new Heard(
            acknowledgement.getStateVersion(),
            acknowledgement.getPolicyVersion(),
            acknowledgement.getBuild(),
            acknowledgement.getReceivedAtMicros()));
    if (known
        && before.stateVersion() >= newestRestriction
        && acknowledgement.getStateVersion() < newestRestriction) {
      states.expect(newestRestriction, nowMicros);
    }
    if (rules != null) {
      dropAcknowledged(rules);
    }
  }

  private void dropAcknowledged(MachineRules rules) {
    states.dropUpTo(least(rules, Heard::stateVersion));
    policies.dropUpTo(least(rules, Heard::policyVersion));
  }

  private long least(MachineRules rules, Function<Heard, Long> version) {
    return rules.consumers().stream()
        .mapToLong(consumer -> version.apply(of(consumer)))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private Heard of(String consumer) {
    return heard.getOrDefault(consumer, Heard.NOTHING);
  }

  long nextDeadlineMicros(long withinMicros) {
    return Math.min(states.dueMicros(withinMicros), policies.dueMicros(withinMicros));
  }

  /** Who became late by now, and was not before. */
  List<Late> late(MachineRules rules, long nowMicros) {
    List<Late> late = new ArrayList<>();
    long withinMicros = rules.machine().acknowledgeWithinMicros();
    while (states.dueMicros(withinMicros) <= nowMicros) {
      long version = states.poll();
      for (String consumer : rules.consumers()) {
        if (of(consumer).stateVersion() < version && miss(consumer, new Versions(version, 0))) {
          late.add(new Late(consumer, "version " + version + " of risk.state"));
        }
      }
    }
    while (policies.dueMicros(withinMicros) <= nowMicros) {
      long version = policies.poll();
      for (String consumer : rules.consumers()) {
        if (of(consumer).policyVersion() < version && miss(consumer, new Versions(0, version))) {
          late.add(new Late(consumer, "version " + version + " of risk.policy"));
        }
      }
    }
    return late;
  }

  /** Remembers what was missed; whether the consumer was in time until now. */
  private boolean miss(String consumer, Versions missed) {
    Versions before = missedByLate.get(consumer);
    missedByLate.put(
        consumer,
        before == null
            ? missed
            : new Versions(
                Math.max(before.state(), missed.state()),
                Math.max(before.policy(), missed.policy())));
    return before == null;
  }

  /** Who was late, and has caught up or need not any more; they are forgotten by this. */
  List<String> caughtUp(MachineRules rules) {
    List<String> caughtUp =
        missedByLate.entrySet().stream()
            .filter(late -> hasCaughtUp(late.getKey(), late.getValue(), rules))
            .map(Map.Entry::getKey)
            .toList();
    caughtUp.forEach(missedByLate::remove);
    return caughtUp;
  }

  private boolean hasCaughtUp(String consumer, Versions missed, MachineRules rules) {
    Heard now = of(consumer);
    return !rules.consumers().contains(consumer)
        || (now.stateVersion() >= missed.state() && now.policyVersion() >= missed.policy());
  }

  /**
   * The version that every consumer obeys, along with the policy and with one build; {@code
   * Long.MIN_VALUE} if that cannot be said, or one is late.
   */
  long obeyedVersion(MachineRules rules) {
    boolean sound =
        !rules.consumers().isEmpty()
            && missedByLate.isEmpty()
            && builds(rules).size() == 1
            && least(rules, Heard::policyVersion) >= rules.version();
    return sound ? least(rules, Heard::stateVersion) : Long.MIN_VALUE;
  }

  /** The builds of the consumers that were heard of. */
  List<String> builds(MachineRules rules) {
    return rules.consumers().stream()
        .filter(heard::containsKey)
        .map(consumer -> of(consumer).build())
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether the builds differ now and did not when this was asked before. */
  boolean buildsBeganToDiffer(MachineRules rules) {
    boolean before = buildsDiffer;
    buildsDiffer = builds(rules).size() > 1;
    timesBuildsDiffered += buildsDiffer && !before ? 1 : 0;
    return buildsDiffer && !before;
  }

  /** How often the builds began to differ. */
  long timesBuildsDiffered() {
    return timesBuildsDiffered;
  }

  void write(PageWriter page) {
    page.number(heard.size());
    heard.forEach(
        (consumer, last) ->
            page.text(consumer)
                .number(last.stateVersion())
                .number(last.policyVersion())
                .text(last.build())
                .number(last.atMicros()));
    page.number(missedByLate.size());
    missedByLate.forEach(
        (consumer, missed) -> page.text(consumer).number(missed.state()).number(missed.policy()));
    states.write(page);
    policies.write(page);
    page.number(newestRestriction).flag(buildsDiffer).number(timesBuildsDiffered);
  }

  static Acknowledgements read(PageReader page) {
    Acknowledgements read = new Acknowledgements();
    for (int left = page.count(MAX_READ); left > 0; left--) {
      String consumer = page.text();
      read.heard.put(consumer, new Heard(page.number(), page.number(), page.text(), page.number()));
    }
    for (int left = page.count(MAX_READ); left > 0; left--) {
      read.missedByLate.put(page.text(), new Versions(page.number(), page.number()));
    }
    read.states = PendingVersions.read(page);
    read.policies = PendingVersions.read(page);
    read.newestRestriction = page.number();
    read.buildsDiffer = page.flag();
    read.timesBuildsDiffered = page.number();
    return read;
  }
}
