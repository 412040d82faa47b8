package io.hedgerow.jobs.risk;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import io.hedgerow.state.risk.policy.PolicySection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A policy as the text of its file, with what the catalogue says beside each value. {@link
 * PolicyFile} reads it.
 */
public final class PolicyText {

  private static final String HEAD =
      """
      # The policy: every threshold, window and count of the risk and the signals job; who may command.
      #
      # A key ends with its unit: -ppm parts per million, -permille thousandths of a ratio, -quote units
      # of the quote currency, -ms, -s, -h. A key without one is a count or a switch. A measure is beyond
      # a threshold when of the newest `of` values at least `confirm` are.
      #
      # Unknown, missing and repeated keys are errors.
      # Check it with: hedgerow policy validate FILE; publish it with: hedgerow policy apply FILE
      """;

  private static final String OVERRIDES =
      """

      # Other values for one subject; what is not named is as above.
      #   - {subject: "SOL", measure: realized-volatility, breach-ppm: 12000}
      overrides:\
      """;

  private static final String OPERATORS =
      """

      # Who may command. hedgerow ops keygen NAME makes a key and prints its entry.
      operators:\
      """;

  private static final String CONSUMERS =
      """

      # Who must acknowledge each version of risk.state (RISK-3, TRIG-16).
      consumers:\
      """;

  private static final String VENUES =
      """

      # Whose health must be confirmed before what touches them is NORMAL again (RISK-3). Others do not
      # count; without any, nothing returns.
      venues:\
      """;

  private static final String ACCOUNTS =
      """

      # The same for their reconciliation: "SIM-ALPHA|main". Each venue needs one to return.
      accounts:\
      """;

  private static final int COMMENT_COLUMN = 32;

  private final Map<String, Long> forAll = new HashMap<>();
  private final RiskPolicy policy;
  private final StringBuilder text = new StringBuilder(HEAD);

  private PolicyText(RiskPolicy policy) {
    this.policy = policy;
    policy.getValues().stream()
        .filter(value -> value.getSubject().isEmpty())
        .forEach(value -> forAll.put(value.getOption(), value.getValue()));
  }

  /**
   * The text of a policy.
   *
   * @throws IllegalArgumentException if an option has no value for everybody, or is unknown
   */
  public static String of(RiskPolicy policy) {
    return new PolicyText(policy).write();
  }

  private String write() {
    text.append("\nmeasures:\n");
    for (Measure measure : Measure.values()) {
      text.append("  # ").append(heading(measure)).append('\n');
      text.append("  ").append(measure.text()).append(":\n");
      PolicyOptions.of(measure).forEach(option -> line("    ", option));
    }
    for (PolicySection section : PolicySection.values()) {
      text.append("\n# ").append(section.content()).append('\n');
      text.append(section.text()).append(":\n");
      PolicyOptions.of(section).forEach(option -> line("  ", option));
    }
    text.append(OVERRIDES);
    overrides();
    text.append(OPERATORS);
    list(policy.getOperators().stream().map(PolicyText::entry).toList());
    text.append(CONSUMERS);
    list(policy.getConsumers().stream().map(PolicyText::quoted).toList());
    text.append(VENUES);
    list(policy.getVenues().stream().map(PolicyText::quoted).toList());
    text.append(ACCOUNTS);
    list(policy.getAccounts().stream().map(PolicyText::quoted).toList());
    return text.toString();
  }

  /** An operator's entry in the list of operators, without its dash. */
  public static String entry(OperatorKey key) {
    String roles =
        key.getRoles().stream().map(OperatorRole::name).collect(Collectors.joining(", "));
    return "operator: "
        + quoted(key.getOperator())
        + "\n    key-id: "
        + quoted(key.getKeyId())
        + "\n    public-key: "
        + quoted(key.getPublicKey())
        + "\n    roles: ["
        + roles
        + "]";
  }

  private void line(String indent, PolicyOption option) {
    Long value = forAll.get(option.name());
    if (value == null) {
      throw new IllegalArgumentException(option.name() + ": expected a value, saw none");
    }
    String setting = indent + option.key() + ": " + shown(option, value);
    text.append(setting).append(" ".repeat(Math.max(1, COMMENT_COLUMN - setting.length())));
    text.append("# ").append(option.requirement()).append(", ").append(option.unit().text());
    text.append(": ").append(option.description()).append('\n');
  }

  private static String heading(Measure measure) {
    return measure.requirement()
        + " "
        + measure.trigger()
        + ", "
        + measure.severity()
        + " for the "
        + measure.scopeType()
        + ": "
        + PolicyOptions.contentOf(measure)
        + ".";
  }

  /** Values that follow each other and are of one subject and measure share an entry. */
  private void overrides() {
    StringBuilder lines = new StringBuilder();
    String open = "";
    for (PolicyValue value : policy.getValues()) {
      if (!value.getSubject().isEmpty()) {
        PolicyOption option =
            PolicyOptions.named(value.getOption())
                .orElseThrow(() -> new IllegalArgumentException("unknown: " + value.getOption()));
        String entry = "{subject: " + quoted(value.getSubject()) + ", measure: " + option.section();
        if (!entry.equals(open)) {
          lines.append(open.isEmpty() ? "" : "}\n").append("  - ").append(entry);
          open = entry;
        }
        lines.append(", ").append(option.key()).append(": ").append(value.getValue());
      }
    }
    text.append(open.isEmpty() ? " []\n" : "\n" + lines + "}\n");
  }

  private void list(List<String> entries) {
    text.append(entries.isEmpty() ? " []\n" : "\n");
    entries.forEach(entry -> text.append("  - ").append(entry).append('\n'));
  }

  private static String shown(PolicyOption option, long value) {
    return option.flag() ? String.valueOf(value == 1) : String.valueOf(value);
  }

  /** In quotes, so that a name like NO or 12 stays a text. */
  private static String quoted(String name) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        quoted.append(c);
      } else {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return quoted.append('"').toString();
  }
}
