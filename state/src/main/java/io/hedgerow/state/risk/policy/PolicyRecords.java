package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes records of a policy. Stateless, safe from any thread. */
public final class PolicyRecords {

  /** No version is higher, so that there always is a newer one. */
  public static final long MAX_VERSION = (1L << 48) - 1;

  /** No policy takes effect later after it was published: seven days. */
  public static final long MAX_DELAY_MICROS = 7 * 86_400_000_000L;

  private PolicyRecords() {}

  /** Whether it ends the shadow run: a shadow policy without values. */
  public static boolean endsShadow(RiskPolicy policy) {
    return policy.getMode() == PolicyMode.SHADOW && policy.getValues().isEmpty();
  }

  /** Whether it was to take effect so late that it is refused when it comes. */
  public static boolean isTooLate(RiskPolicy policy) {
    long publishedAtMicros = Math.max(policy.getPublishedAtMicros(), 0);
    return policy.getEffectiveFromMicros() > 0
        && policy.getEffectiveFromMicros() - publishedAtMicros > MAX_DELAY_MICROS;
  }

  /** The policy ID, and so the Kafka key, of a mode: {@code live}, {@code shadow}. */
  public static String idOf(PolicyMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The shipped policy as version 1, in effect since the epoch: every default, no operators. */
  public static RiskPolicy standard() {
    List<PolicyValue> values =
        PolicyOptions.all().stream().map(option -> option.value("", option.standard())).toList();
    return publish(draft(values, List.of(), List.of("fast-path")), PolicyMode.LIVE, 1, 0, 0, "");
  }

  /**
   * Values, operators and consumers that are not published yet, without venue and account: what it
   * restricts stays restricted (RISK-3).
   */
  public static RiskPolicy draft(
      List<PolicyValue> values, List<OperatorKey> operators, List<String> consumers) {
    return draft(values, operators, consumers, List.of(), List.of());
  }

  /**
   * A content that is not published yet.
   *
   * @param venues whose health must be confirmed
   * @param accounts {@code venue|account}, which must be reconciled
   */
  public static RiskPolicy draft(
      List<PolicyValue> values,
      List<OperatorKey> operators,
      List<String> consumers,
      List<String> venues,
      List<String> accounts) {
    return new RiskPolicy(
        idOf(PolicyMode.LIVE),
        1L,
        PolicyMode.LIVE,
        0L,
        values,
        operators,
        consumers,
        venues,
        accounts,
        0L,
        "",
        "");
  }

  /**
   * The same content, as a version of its own.
   *
   * @param effectiveFromMicros event time from which on it rules
   * @param publishedAtMicros µs since the epoch; part of the event ID, so that two versions that
   *     were published under one number can be told apart
   */
  public static RiskPolicy publish(
      RiskPolicy content,
      PolicyMode mode,
      long version,
      long effectiveFromMicros,
      long publishedAtMicros,
      String publishedBy) {
    String id = idOf(mode);
    return RiskPolicy.newBuilder(content)
        .setPolicyId(id)
        .setMode(mode)
        .setVersion(version)
        .setEffectiveFromMicros(effectiveFromMicros)
        .setPublishedAtMicros(publishedAtMicros)
        .setPublishedBy(publishedBy)
        .setEventId(EventIds.of("RiskPolicy", id, version, publishedAtMicros))
        .build();
  }

  /** What is wrong with the keys of operators, each as a sentence without its full stop. */
  public static List<String> problemsOf(List<OperatorKey> operators) {
    List<String> problems = new ArrayList<>();
    new PolicyCheck(problems).operators(operators);
    return problems;
  }
}
