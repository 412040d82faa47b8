package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.RiskTriggers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sequences of what is published, and the chain of hashes over the transitions (RISK-5). */
final class Journal {

  /** More than are published in a millisecond; and versions stay below 2^53 for 200 years. */
  private static final long VERSIONS_PER_MILLI = 1_024;

  private long stateVersion;
  private long transitions;
  private long triggers;
  private String previousHash = "";

  /**
   * Versions of this run are above those of every run that began earlier, even if those are
   * forgotten: the state that this run began with may be older than what was published.
   */
  void begin(long startedAtMillis) {
    stateVersion = Math.max(stateVersion, startedAtMillis * VERSIONS_PER_MILLI);
  }

  /** The newest version. */
  long stateVersion() {
    return stateVersion;
  }

  long nextStateVersion() {
    return ++stateVersion;
  }

  /** The transition that led to the entry's newest record; it is the next link of the chain. */
  RiskTransition transition(
      MachineEventKind kind, SystemState before, ScopeEntry entry, Occasion occasion) {
    String id = EventIds.of("RiskTransition", entry.scope.toString(), ++transitions);
    RiskTransition transition =
        RiskTransition.newBuilder()
            .setTransitionId(id)
            .setSequence(transitions)
            .setScopeType(entry.scope.type())
            .setScope(entry.scope.name())
            .setEvent(kind.name())
            .setBefore(before)
            .setAfter(entry.state)
            .setCause(occasion.causeId())
            .setText(occasion.text())
            .setEvidence(occasion.evidence())
            .setPolicyVersion(entry.policyVersion)
            .setAtMicros(entry.changedAtMicros)
            .setPreviousHash(previousHash)
            .setEventId(id)
            .build();
    previousHash = hash(RecordCodec.encode(transition));
    return transition;
  }

  private static String hash(byte[] framed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(framed, RecordCodec.FRAME_BYTES, framed.length - RecordCodec.FRAME_BYTES);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The trigger with its place in the sequence and its text; a cleared one under this ID. */
  RiskTrigger trigger(RiskTrigger trigger, String triggerId) {
    return RiskTriggers.published(trigger, triggerId, ++triggers);
  }

  /** Distinguishes the machine's own triggers from each other. */
  long triggers() {
    return triggers;
  }

  void write(PageWriter page) {
    page.number(stateVersion).number(transitions).number(triggers).text(previousHash);
  }

  static Journal read(PageReader page) {
    Journal journal = new Journal();
    journal.stateVersion = page.number();
    journal.transitions = page.number();
    journal.triggers = page.number();
    journal.previousHash = page.text();
    return journal;
  }
}
