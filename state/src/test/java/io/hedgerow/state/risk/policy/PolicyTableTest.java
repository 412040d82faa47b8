package io.hedgerow.state.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.command.OperatorKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("RISK-2")
class PolicyTableTest {

  private static final String KEY = newKey();

  @Test
  void shouldGiveASubjectItsOwnValuesAndTheOthersThoseForAll() {
    Policy policy = Policy.of(with(value("realized-volatility.breach", "SOL", 12_000, "ppm")));

    MeasurePolicy all = policy.of(Measure.REALIZED_VOLATILITY, "BTC");
    assertThat(all.breach()).isEqualTo(8_000);
    assertThat(policy.of(Measure.REALIZED_VOLATILITY, "SOL"))
        .isEqualTo(
            new MeasurePolicy(
                all.warn(),
                12_000,
                all.clear(),
                all.confirm(),
                all.of(),
                all.holdMicros(),
                all.dwellMicros(),
                all.windowMicros(),
                all.withinMicros()));
    assertThat(policy.of(Measure.VENUE_BASIS, "SOL"))
        .isSameAs(policy.of(Measure.VENUE_BASIS, "BTC"));
  }

  @Test
  void shouldShowTheValuesOfASubjectAsOptions() {
    PolicyValue own = value("transfers-closed.breach", "SIM-ALPHA", 2, "count");
    Policy policy = Policy.of(with(own));

    assertThat(policy.valuesOf(Measure.TRANSFERS_CLOSED, "SIM-ALPHA"))
        .isEqualTo(
            PolicyOptions.of(Measure.TRANSFERS_CLOSED).stream()
                .map(o -> o.name().equals(own.getOption()) ? own : o.value("", o.standard()))
                .toList());
    assertThat(policy.valuesOf(Measure.TRANSFERS_CLOSED, "SIM-BETA")).doesNotContain(own);
  }

  @Test
  void shouldKnowTheKeysOfItsOperators() {
    OperatorKey anna = operator("anna", "anna-1", KEY, OperatorRole.HALT);
    RiskPolicy record = PolicyRecords.standard();
    record.setOperators(List.of(anna));
    Policy policy = Policy.of(record);

    assertThat(policy.key("anna-1")).isEqualTo(anna);
    assertThat(policy.key("anna-2")).isNull();
  }

  @Test
  void shouldNotFollowChangesOfTheRecordItWasMadeFrom() {
    RiskPolicy record = PolicyRecords.standard();
    Policy policy = Policy.of(record);

    record.getValues().get(0).setValue(1L);
    record.setVersion(9L);

    assertThat(policy.record()).isEqualTo(PolicyRecords.standard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "api-latency.warm;;1;ms; api-latency.warm: there is no such option",
        "api-latency.warn;SIM-ALPHA;500;s;"
            + " api-latency.warn of SIM-ALPHA: expected the unit ms, saw s",
        "api-latency.warn;SIM-ALPHA;-1;ms;"
            + " api-latency.warn of SIM-ALPHA: expected 0 to 600000 ms, saw -1",
        "api-latency.of;SIM-ALPHA;65;count;"
            + " api-latency.of of SIM-ALPHA: expected 1 to 64 count, saw 65",
        "api-latency.hold;SIM-ALPHA;86401;s;"
            + " api-latency.hold of SIM-ALPHA: expected 0 to 43200 s, saw 86401",
        "api-latency.dwell;SIM-ALPHA;9223372036854775807;s;"
            + " api-latency.dwell of SIM-ALPHA: expected 0 to 86400 s, saw 9223372036854775807",
        "api-latency.window;SIM-ALPHA;0;s;"
            + " api-latency.window of SIM-ALPHA: expected 1 to 2592000 s, saw 0",
        "api-latency.warn;;500;ms; api-latency.warn: expected one value, saw several",
        "machine.quiet;BTC;60;s; machine.quiet of BTC: only measures have exceptions",
        "alpha.min-edge;BTC;60;ppm; alpha.min-edge of BTC: only measures have exceptions",
        "api-latency.warn;a b;500;ms;"
            + " api-latency.warn of a b: expected a subject like SIM-ALPHA|BTC-USDT",
        "api-latency.warn;SIM-ALPHA;2001;ms;"
            + " api-latency of SIM-ALPHA: expected warn not beyond breach 2000 (high is bad),"
            + " saw 2001",
        "api-latency.clear;SIM-ALPHA;500;ms;"
            + " api-latency of SIM-ALPHA: expected clear short of warn 500 (high is bad), saw 500",
        "executable-depth.warn;SIM-ALPHA;24999;quote;"
            + " executable-depth of SIM-ALPHA: expected warn not beyond breach 25000 (low is bad),"
            + " saw 24999",
        "executable-depth.clear;SIM-ALPHA;100000;quote;"
            + " executable-depth of SIM-ALPHA: expected clear short of warn 100000 (low is bad),"
            + " saw 100000",
        "api-latency.confirm;SIM-ALPHA;6;count;"
            + " api-latency of SIM-ALPHA: expected confirm at most of, 5, saw 6",
        "api-latency.within;SIM-ALPHA;120;s;"
            + " api-latency of SIM-ALPHA: three breaches cannot come inside within, for twice the"
            + " dwell lies between: expected more than 120 s, saw 120",
      })
  void shouldNameAValueThatIsWrong(
      String option, String subject, long value, String unit, String problem) {
    PolicyValue wrong = value(option, subject == null ? "" : subject, value, unit);

    assertProblems(with(wrong), problem);
  }

  @ParameterizedTest
  @CsvSource({
    "executable-depth.warn, 25000, quote",
    "executable-depth.clear, 100001, quote",
    "api-latency.warn, 2000, ms",
    "api-latency.clear, 499, ms",
    "api-latency.confirm, 5, count",
    "api-latency.within, 121, s",
    "venue-basis.within, 1, s",
  })
  void shouldTakeAValueAtItsLimit(String option, long value, String unit) {
    PolicyValue own = value(option, "SIM-ALPHA", value, unit);

    assertThat(Policy.of(with(own)).record().getValues()).endsWith(own);
  }

  @Test
  void shouldNameAllProblemsAtOnce() {
    RiskPolicy record = PolicyRecords.standard();
    List<PolicyValue> values = new ArrayList<>(record.getValues());
    values.removeIf(value -> value.getOption().equals("api-latency.warn"));
    values.removeIf(value -> value.getOption().equals("machine.quiet"));
    record.setValues(values);
    record.setPolicyId("shadow");
    record.setVersion(0L);
    record.setEffectiveFromMicros(-1L);

    assertProblems(
        record,
        "policyId: expected live, for the mode is LIVE, saw shadow",
        "version: expected 1 to 281474976710655, saw 0",
        "effectiveFromMicros: expected 0 or more, saw -1",
        "api-latency.warn: expected a value for everybody, saw none",
        "machine.quiet: expected a value for everybody, saw none");
  }

  @Test
  void shouldNameEveryOptionOfAnEmptyPolicy() {
    RiskPolicy record = PolicyRecords.standard();
    record.setValues(List.of());

    assertProblems(
        record,
        PolicyOptions.all().stream()
            .map(option -> option.name() + ": expected a value for everybody, saw none")
            .toArray(String[]::new));
  }

  /** A contradiction for everybody is not said again for each exception. */
  @Test
  void shouldNameAContradictionForEverybodyOnce() {
    RiskPolicy record = with(value("api-latency.hold", "SIM-ALPHA", 1, "s"));
    record.getValues().stream()
        .filter(value -> value.getOption().equals("api-latency.confirm"))
        .forEach(value -> value.setValue(6L));

    assertProblems(record, "api-latency: expected confirm at most of, 5, saw 6");
  }

  @Test
  void shouldTakeAShadowPolicy() {
    RiskPolicy shadow =
        PolicyRecords.publish(PolicyRecords.standard(), PolicyMode.SHADOW, 3, 1, 1, "anna");

    assertThat(Policy.of(shadow).record().getPolicyId()).isEqualTo("shadow");
    shadow.setPolicyId("live");
    assertProblems(shadow, "policyId: expected shadow, for the mode is SHADOW, saw live");
  }

  @Test
  @Tag("RISK-3")
  void shouldNameWhatIsWrongWithOperators() {
    RiskPolicy record = PolicyRecords.standard();
    record.setOperators(
        List.of(
            operator("anna", "k1", KEY, OperatorRole.HALT),
            operator("ben", "k1", newKey(), OperatorRole.HALT),
            operator("carl", "k2", KEY, OperatorRole.HALT),
            operator("dora", "k3", "bm8ga2V5", OperatorRole.HALT),
            operator("emil", "k4", newKey()),
            operator("fay", "k5", newKey(), OperatorRole.HALT, OperatorRole.HALT),
            operator("g h", "", newKey(), OperatorRole.HALT)));

    assertProblems(
        record,
        "operator ben key k1: this key ID is taken",
        "operator carl key k2: another key ID has the same public key",
        "operator dora key k3: expected an Ed25519 public key, X.509 encoding in Base64",
        "operator emil key k4: expected at least one role, saw none",
        "operator fay key k5: expected each role once, saw [HALT, HALT]",
        "operator g h key : expected an operator of 1 to 64 letters, digits or . _ @ -, saw 'g h'",
        "operator g h key : expected a key ID of 1 to 64 letters, digits or . _ @ -, saw ''");
  }

  @Test
  void shouldNameWhatIsWrongWithConsumers() {
    RiskPolicy record = PolicyRecords.standard();
    record.setConsumers(List.of("fast-path", "fast-path", "a\nb"));

    assertProblems(
        record,
        "consumer fast-path: named twice",
        "consumer a\nb: expected a name of 1 to 64 letters, digits or . _ @ -, saw 'a\nb'");
  }

  @Test
  void shouldNameWhatIsWrongWithThoseWhoMustReport() {
    RiskPolicy record = PolicyRecords.standard();
    record.setVenues(List.of("SIM-ALPHA", "SIM-ALPHA", "sim beta"));
    record.setAccounts(List.of("SIM-ALPHA|main", "SIM-GAMMA|main", "SIM-ALPHA"));

    assertProblems(
        record,
        "venue SIM-ALPHA: named twice",
        "venue: expected a name like SIM-ALPHA, saw 'sim beta'",
        "account SIM-GAMMA|main: expected its venue among the venues, saw [SIM-ALPHA, SIM-ALPHA,"
            + " sim beta]",
        "account: expected venue|account, like SIM-ALPHA|main, saw 'SIM-ALPHA'");
  }

  @Test
  void shouldBoundItsVersionAndWhenItTakesEffect() {
    long week = 7 * 86_400_000_000L;
    Policy latest =
        Policy.of(
            PolicyRecords.publish(
                PolicyRecords.standard(), PolicyMode.LIVE, (1L << 48) - 1, week + 9, 9, "anna"));
    assertThat(latest.record().getEffectiveFromMicros()).isEqualTo(week + 9);

    assertProblems(
        PolicyRecords.publish(
            PolicyRecords.standard(), PolicyMode.LIVE, 1L << 48, week + 10, 9, "anna"),
        "version: expected 1 to 281474976710655, saw 281474976710656",
        "effectiveFromMicros: expected at most 7 days after publishedAtMicros 9, saw 604800000010");
  }

  @Test
  @Tag("TRIG-6")
  void shouldRefuseAHoldAndDwellThatThePatternForgets() {
    RiskPolicy record = PolicyRecords.standard();
    long hold = 12 * 3_600 - 60;
    record.setValues(
        record.getValues().stream()
            .map(
                value ->
                    value.getOption().equals("api-latency.hold")
                        ? value("api-latency.hold", "", hold, "s")
                        : value)
            .toList());
    assertThat(Policy.of(record).of(Measure.API_LATENCY, "V").dwellMicros()).isEqualTo(60_000_000);
    List<PolicyValue> values = new ArrayList<>(record.getValues());
    values.add(value("api-latency.dwell", "V", 61, "s"));
    record.setValues(values);

    assertProblems(
        record,
        "api-latency of V: a breach may be forgotten before it is held: expected hold and dwell of"
            + " at most 43200 s together, saw 43201");
  }

  @ParameterizedTest
  @Tag("SIG-1")
  @Tag("ORD-3")
  @CsvSource(
      delimiter = ';',
      value = {
        "alpha.max-slippage; 3001; alpha.max-slippage: expected 1 to 3000 ppm, saw 3001",
        "funding-carry.max-slippage; 3001;"
            + " funding-carry.max-slippage: expected 1 to 3000 ppm, saw 3001",
        "reduction.max-slippage; 0; reduction.max-slippage: expected 1 to 3000 ppm, saw 0",
        "alpha.min-edge; 0; alpha.min-edge: expected 1 to 1000000 ppm, saw 0",
        "funding-carry.hold; 2161; funding-carry.hold: expected 1 to 2160 h, saw 2161",
        "alpha.cool-down; 1; alpha: expected cool-down not shorter than timeout 2000 ms, saw 1 s",
        "funding-carry.cool-down; 9;"
            + " funding-carry: expected cool-down not shorter than timeout 10000 ms, saw 9 s",
        "reduction.timeout; 60001;"
            + " reduction: expected cool-down not shorter than timeout 60001 ms, saw 60 s"
      })
  void shouldNameWhatIsWrongWithTheSignals(String option, long value, String problem) {
    assertProblems(changed(option, value), problem);
  }

  @ParameterizedTest
  @Tag("SIG-1")
  @CsvSource({"alpha.cool-down, 2", "reduction.timeout, 60000", "alpha.max-slippage, 3000"})
  void shouldTakeSignalsAtTheirLimit(String option, long value) {
    assertThat(Policy.of(changed(option, value)).signals()).isNotNull();
  }

  private static RiskPolicy changed(String option, long value) {
    RiskPolicy record = PolicyRecords.standard();
    record.getValues().stream()
        .filter(each -> each.getOption().equals(option))
        .forEach(each -> each.setValue(value));
    return record;
  }

  @Test
  void shouldBoundItsSize() {
    RiskPolicy record = PolicyRecords.standard();
    List<PolicyValue> values = new ArrayList<>(record.getValues());
    IntStream.rangeClosed(0, 10_000)
        .forEach(i -> values.add(value("api-latency.hold", "VENUE-" + i, 1, "s")));
    record.setValues(values);
    record.setConsumers(IntStream.rangeClosed(0, 16).mapToObj(i -> "consumer-" + i).toList());
    record.setVenues(IntStream.rangeClosed(0, 64).mapToObj(i -> "V" + i).toList());
    record.setAccounts(IntStream.rangeClosed(0, 256).mapToObj(i -> "V1|" + i).toList());
    record.setOperators(
        Stream.generate(() -> newKey())
            .limit(65)
            .map(key -> operator("anna", "k" + key.hashCode(), key, OperatorRole.HALT))
            .toList());

    assertProblems(
        record,
        "exceptions: expected at most 10000, saw 10001",
        "operators' keys: expected at most 64, saw 65",
        "consumers: expected at most 16, saw 17",
        "venues: expected at most 64, saw 65",
        "accounts: expected at most 256, saw 257");
  }

  private static RiskPolicy with(PolicyValue more) {
    RiskPolicy record = PolicyRecords.standard();
    List<PolicyValue> values = new ArrayList<>(record.getValues());
    values.add(more);
    record.setValues(values);
    return record;
  }

  private static PolicyValue value(String option, String subject, long value, String unit) {
    return new PolicyValue(option, subject, value, unit);
  }

  private static OperatorKey operator(
      String name, String keyId, String key, OperatorRole... roles) {
    return new OperatorKey(name, keyId, key, List.of(roles));
  }

  private static String newKey() {
    return OperatorKeys.encode(OperatorKeys.generate().getPublic());
  }

  private static void assertProblems(RiskPolicy record, String... problems) {
    assertThatThrownBy(() -> Policy.of(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(Stream.of(problems).collect(Collectors.joining("; ")));
  }
}
