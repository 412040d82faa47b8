package io.hedgerow.jobs.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.InvalidPolicyException;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistyped key is an error, and not a default. */
class PolicyFileTest {

  private static final String SHIPPED =
      PolicyText.of(PolicyRecords.standard()).replaceAll(" +# .*", "");

  @Test
  void shouldReadOverridesOperatorsAndConsumers() {
    RiskPolicy read =
        PolicyFile.parse(
            SHIPPED
                .replace(
                    "overrides: []",
                    """
                    overrides:
                      - {subject: SOL, measure: realized-volatility, breach-ppm: 12_000, of: 7}
                      - subject: SIM-ALPHA|BTC-USDT
                        measure: executable-depth
                        warn-quote: 200000\
                    """)
                .replace(
                    "operators: []",
                    "operators: [{operator: anna, key-id: a1, public-key: abc=, roles: [HALT]}]")
                .replace("- \"fast-path\"", "- console")
                .replace("venues: []", "venues: [SIM-ALPHA, SIM-BETA]")
                .replace("accounts: []", "accounts: [SIM-ALPHA|main]"));

    assertThat(read.getValues().stream().filter(value -> !value.getSubject().isEmpty()))
        .containsExactly(
            new PolicyValue("realized-volatility.breach", "SOL", 12_000L, "ppm"),
            new PolicyValue("realized-volatility.of", "SOL", 7L, "count"),
            new PolicyValue("executable-depth.warn", "SIM-ALPHA|BTC-USDT", 200_000L, "quote"));
    assertThat(read.getOperators())
        .containsExactly(new OperatorKey("anna", "a1", "abc=", List.of(OperatorRole.HALT)));
    assertThat(read.getConsumers()).containsExactly("console");
    assertThat(read.getVenues()).containsExactly("SIM-ALPHA", "SIM-BETA");
    assertThat(read.getAccounts()).containsExactly("SIM-ALPHA|main");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "breach-ppm: 8000 # breech-ppm: 8000"
            + " # line 12: expected the key measures.realized-volatility.breach-ppm, saw none;"
            + " line 14: unknown key measures.realized-volatility.breech-ppm",
        "breach-ppm: 8000 # breach: 8000"
            + " # line 12: expected the key measures.realized-volatility.breach-ppm, saw none;"
            + " line 14: unknown key measures.realized-volatility.breach",
        "breach-ppm: 8000 # warn-ppm: 8000"
            + " # line 14: warn-ppm stands on line 13 already;"
            + " line 12: expected the key measures.realized-volatility.breach-ppm, saw none",
        "breach-ppm: 8000 # breach-ppm: 8000.0"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw 8000.0",
        "breach-ppm: 8000 # breach-ppm: '8000'"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw '8000'",
        "breach-ppm: 8000 # breach-ppm: 0x1F40"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw 0x1F40",
        "breach-ppm: 8000 # breach-ppm: 9223372036854775808"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw 9223372036854775808",
        "breach-ppm: 8000 # breach-ppm: 010"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw 010",
        "breach-ppm: 8000 # breach-ppm: ~"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number, saw ~",
        "breach-ppm: 8000 # breach-ppm: [8000]"
            + " # line 14: measures.realized-volatility.breach-ppm: expected a whole number,"
            + " saw a list",
      })
  void shouldNameTheLineAndTheKey(String right, String wrong, String problem) {
    assertProblem(SHIPPED.replaceFirst(right, wrong), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "overrides: [] # overrides: [{subject: SOL, measure: volatility, breach-ppm: 1}]"
            + " # overrides[0].measure: expected a measure, saw 'volatility'",
        "overrides: [] # overrides: [{subject: SOL, measure: gold-basis, breach-ms: 1}]"
            + " # unknown key overrides[0].breach-ms; line N: overrides[0]: expected at least one"
            + " value, saw a section",
        "overrides: [] # overrides: [{subject: SOL, measure: gold-basis}]"
            + " # overrides[0]: expected at least one value, saw a section",
        "overrides: [] # overrides: [{measure: gold-basis, hold-s: 1}]"
            + " # expected the key overrides[0].subject, saw none",
        "overrides: [] # overrides: {} # overrides: expected a list, saw a section",
        "overrides: [] # overrides: [SOL] # overrides[0]: expected a section, saw 'SOL'",
        "reduce-in-dmm: false # reduce-in-dmm: 0"
            + " # machine.reduce-in-dmm: expected true or false, saw 0",
        "repeat-count: 3 # repeat-count: true"
            + " # machine.repeat-count: expected a whole number, saw true",
        "hold-h: 72 # hold-h: 72.5 # funding-carry.hold-h: expected a whole number, saw 72.5",
        "min-edge-ppm: 100 # min-edge-ppm: [] # alpha.min-edge-ppm: expected a whole number,"
            + " saw a list",
        "operators: [] # operators: [{operator: 7, key-id: a, public-key: b, roles: [HALT]}]"
            + " # operators[0].operator: expected a text, saw 7",
        "operators: [] # operators: [{operator: a, key-id: a, public-key: b, roles: [STOP]}]"
            + " # operators[0].roles[0]: expected one of [HALT, APPROVE, RESUME], saw 'STOP';"
            + " operator a key a: expected an Ed25519 public key, X.509 encoding in Base64",
        "operators: [] # operators: [{operator: a, key-id: a, public-key: b}]"
            + " # expected the key operators[0].roles, saw none;"
            + " operator a key a: expected an Ed25519 public key, X.509 encoding in Base64",
      })
  void shouldNameWhatIsWrongOutsideOfTheMeasures(String right, String wrong, String problem) {
    String text = SHIPPED.replace(right, wrong);
    long line = 1 + text.substring(0, text.indexOf(wrong)).chars().filter(c -> c == '\n').count();

    assertProblem(text, "line " + line + ": " + problem.replace("line N", "line " + line));
  }

  @Test
  void shouldNameAWholeSectionThatIsMissing() {
    assertProblem(
        SHIPPED.replace("operators: []", ""), "line 10: expected the key operators, saw none");
    assertProblem("", "expected a policy, saw an empty file");
    assertProblem("policy", "line 1: the file: expected a section, saw 'policy'");
  }

  @Test
  void shouldRefuseASecondDocument() {
    assertThatThrownBy(() -> PolicyFile.parse(SHIPPED + "---\nmeasures: {}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one document, saw another one");
  }

  @Test
  void shouldSayWhatIsWrongAndNotWhatTheParserWasDoing() {
    assertProblem("a: [", "line 1: expected the node content, but found '<stream end>'");
    assertProblem("a: 1\n b: 2\n", "line 2: mapping values are not allowed here");
    assertProblem("a:\n  b: [1\n", "line 3: expected ',' or ']', but got <stream end>");
  }

  @Test
  void shouldListTheProblemsOneByOne() {
    assertThatThrownBy(
            () -> PolicyFile.parse(SHIPPED.replaceFirst("breach-ppm: 8000", "breech-ppm: 8000")))
        .isInstanceOfSatisfying(
            InvalidPolicyException.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        "line 12: expected the key measures.realized-volatility.breach-ppm, saw"
                            + " none",
                        "line 14: unknown key measures.realized-volatility.breech-ppm"));
  }

  private static void assertProblem(String text, String problem) {
    assertThatThrownBy(() -> PolicyFile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
