package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.network.FieldRules;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.RiskObservationCheck;
import io.hedgerow.state.risk.command.OperatorKeys;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a policy makes sense beyond the range of each single value; adds what does not. */
final class PolicyCheck {

  private static final int MAX_EXCEPTIONS = 10_000;
  private static final int MAX_OPERATORS = 64;
  private static final int MAX_CONSUMERS = 16;
  private static final int MAX_VENUES = 64;
  private static final int MAX_ACCOUNTS = 256;
  private static final long MAX_HELD_MICROS =
      PolicyOptions.MAX_HOLD_SECONDS * PolicyTable.MICROS_PER_SECOND;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private final List<String> problems;

  PolicyCheck(List<String> problems) {
    this.problems = problems;
  }

  void identity(RiskPolicy policy) {
    String id = PolicyRecords.idOf(policy.getMode());
    if (!policy.getPolicyId().equals(id)) {
      add("policyId", id + ", for the mode is " + policy.getMode(), policy.getPolicyId());
    }
    if (policy.getVersion() < 1 || policy.getVersion() > PolicyRecords.MAX_VERSION) {
      add("version", "1 to " + PolicyRecords.MAX_VERSION, policy.getVersion());
    }
    if (policy.getEffectiveFromMicros() < 0) {
      add("effectiveFromMicros", "0 or more", policy.getEffectiveFromMicros());
    }
    if (PolicyRecords.isTooLate(policy)) {
      String latest = "at most 7 days after publishedAtMicros " + policy.getPublishedAtMicros();
      add("effectiveFromMicros", latest, policy.getEffectiveFromMicros());
    }
  }

  void size(RiskPolicy policy) {
    long exceptions =
        policy.getValues().stream().filter(value -> !value.getSubject().isEmpty()).count();
    atMost("exceptions", MAX_EXCEPTIONS, exceptions);
    atMost("operators' keys", MAX_OPERATORS, policy.getOperators().size());
    atMost("consumers", MAX_CONSUMERS, policy.getConsumers().size());
    atMost("venues", MAX_VENUES, policy.getVenues().size());
    atMost("accounts", MAX_ACCOUNTS, policy.getAccounts().size());
  }

  /** The values of each measure against each other, for everybody and for each exception. */
  void measures(PolicyIndex index) {
    for (Measure measure : Measure.values()) {
      if (index.sound(measure)) {
        int before = problems.size();
        contradictions(measure, "", index.values(measure, ""));
        if (problems.size() == before) {
          index
              .subjects(measure)
              .forEach(of -> contradictions(measure, of, index.values(measure, of)));
        }
      }
    }
  }

  /** A pair must not be signalled again while the legs of its signal may still be filled. */
  void signals(PolicyIndex index) {
    boolean sound = Arrays.stream(PolicySection.values()).allMatch(index::sound);
    if (sound) {
      SignalPolicy policy = SignalOptions.policy(index);
      SignalPolicy.Alpha alpha = policy.alpha();
      SignalPolicy.FundingCarry carry = policy.fundingCarry();
      SignalPolicy.Reduction reduction = policy.reduction();
      coolDown(PolicySection.ALPHA, alpha.coolDownMicros(), alpha.timeoutMicros());
      coolDown(PolicySection.FUNDING_CARRY, carry.coolDownMicros(), carry.timeoutMicros());
      coolDown(PolicySection.REDUCTION, reduction.coolDownMicros(), reduction.timeoutMicros());
    }
  }

  private void coolDown(PolicySection section, long coolDownMicros, long timeoutMicros) {
    if (coolDownMicros < timeoutMicros) {
      add(
          section.text(),
          "cool-down not shorter than timeout "
              + timeoutMicros / PolicyTable.MICROS_PER_MILLI
              + " ms",
          coolDownMicros / PolicyTable.MICROS_PER_SECOND + " s");
    }
  }

  void operators(List<OperatorKey> operators) {
    Set<String> ids = new HashSet<>();
    Set<ByteBuffer> keys = new HashSet<>();
    for (OperatorKey key : operators) {
      String name = "operator " + key.getOperator() + " key " + key.getKeyId();
      requireName(name, "an operator", key.getOperator());
      requireName(name, "a key ID", key.getKeyId());
      if (!ids.add(key.getKeyId())) {
        problems.add(name + ": this key ID is taken");
      }
      publicKey(name, key.getPublicKey(), keys);
      if (key.getRoles().isEmpty()) {
        add(name, "at least one role", "none");
      } else if (EnumSet.copyOf(key.getRoles()).size() < key.getRoles().size()) {
        add(name, "each role once", key.getRoles());
      }
    }
  }

  private void publicKey(String name, String text, Set<ByteBuffer> seen) {
    try {
      byte[] encoded = OperatorKeys.decodePublic(text).getEncoded();
      if (!seen.add(ByteBuffer.wrap(encoded))) {
        problems.add(name + ": another key ID has the same public key");
      }
    } catch (IllegalArgumentException e) {
      problems.add(name + ": expected an Ed25519 public key, X.509 encoding in Base64");
    }
  }

  void consumers(List<String> consumers) {
    once("consumer", consumers);
    consumers.forEach(consumer -> requireName("consumer " + consumer, "a name", consumer));
  }

  /** Who must report that it is fine. */
  void reporters(RiskPolicy policy) {
    once("venue", policy.getVenues());
    for (String venue : policy.getVenues()) {
      if (!FieldRules.isName(venue)) {
        add("venue", "a name like SIM-ALPHA", "'" + venue + "'");
      }
    }
    once("account", policy.getAccounts());
    for (String account : policy.getAccounts()) {
      if (!RiskObservationCheck.isAccount(account)) {
        add("account", "venue|account, like SIM-ALPHA|main", "'" + account + "'");
      } else if (!policy.getVenues().contains(InstrumentKey.venueOf(account))) {
        add("account " + account, "its venue among the venues", policy.getVenues());
      }
    }
  }

  private void once(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        problems.add(what + " " + name + ": named twice");
      }
    }
  }

  private void contradictions(Measure measure, String subject, List<PolicyValue> values) {
    MeasurePolicy policy = PolicyTable.measurePolicy(values);
    String of = subject.isEmpty() ? "" : " of " + subject;
    String name = measure.text() + of;
    int bad = measure.highIsBad() ? 1 : -1;
    if (bad * Long.compare(policy.warn(), policy.breach()) > 0) {
      add(name, "warn not beyond breach " + policy.breach() + direction(measure), policy.warn());
    }
    if (bad * Long.compare(policy.clear(), policy.warn()) >= 0) {
      add(name, "clear short of warn " + policy.warn() + direction(measure), policy.clear());
    }
    if (policy.confirm() > policy.of()) {
      add(name, "confirm at most of, " + policy.of(), policy.confirm());
    }
    long heldMicros = policy.holdMicros() + policy.dwellMicros();
    if (measure.shapes().contains(PatternShape.HELD) && heldMicros > MAX_HELD_MICROS) {
      problems.add(
          name
              + ": a breach may be forgotten before it is held: expected hold and dwell of at most "
              + PolicyOptions.MAX_HOLD_SECONDS
              + " s together, saw "
              + heldMicros / PolicyTable.MICROS_PER_SECOND);
    }
    if (measure.shapes().contains(PatternShape.REPEATED)
        && policy.withinMicros() <= 2 * policy.dwellMicros()) {
      problems.add(
          name
              + ": three breaches cannot come inside within, for twice the dwell lies between:"
              + " expected more than "
              + 2 * policy.dwellMicros() / PolicyTable.MICROS_PER_SECOND
              + " s, saw "
              + policy.withinMicros() / PolicyTable.MICROS_PER_SECOND);
    }
  }

  private static String direction(Measure measure) {
    return measure.highIsBad() ? " (high is bad)" : " (low is bad)";
  }

  private void requireName(String where, String what, String name) {
    if (!NAME.matcher(name).matches()) {
      add(where, what + " of 1 to 64 letters, digits or . _ @ -", "'" + name + "'");
    }
  }

  private void atMost(String what, int most, long seen) {
    if (seen > most) {
      add(what, "at most " + most, seen);
    }
  }

  private void add(String where, String expected, Object seen) {
    problems.add(where + ": expected " + expected + ", saw " + seen);
  }
}
