package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the policy needs no broker. */
class PolicyCommandTest {

  private static final Path SHIPPED = Path.of("../flink-conf/policy.yaml");

  @TempDir Path folder;

  @Test
  void shouldFindTheShippedPolicyValid() {
    Outcome valid = Outcome.of("policy", "validate", SHIPPED.toString());

    assertThat(valid.code()).as(valid.err()).isZero();
    assertThat(valid.out())
        .contains(
            " is valid: 259 options, 0 exceptions, 0 operators' keys, 1 consumers, 0 venues, 0"
                + " accounts.")
        .contains("Note: leaving DMM needs the approval of two operators, and 0 may approve.")
        .contains("Note: no venue is named, so nothing that is restricted returns to NORMAL.")
        .contains("Note: no account is named, so nothing that is restricted returns to NORMAL.");
  }

  @Test
  void shouldGiveEveryJobFiveSecondsToHearOfAPolicy() {
    assertThat(Outcome.of("policy", "apply", "--help").out())
        .containsPattern("--in=SECONDS\\s+It takes effect after so many seconds \\(5\\)");
  }

  @Test
  void shouldNameEachKeyThatIsWrongOnALineOfItsOwn() throws IOException {
    Path file = write("breach-ppm: 8000 ", "breech-ppm: 8000 ");

    Outcome refused = Outcome.of("policy", "validate", file.toString());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines())
        .containsExactly(
            "hedgerow: " + file + " is no valid policy:",
            "  line 12: expected the key measures.realized-volatility.breach-ppm, saw none",
            "  line 14: unknown key measures.realized-volatility.breech-ppm");
  }

  @Test
  void shouldNameValuesThatContradictEachOther() throws IOException {
    Path file = write("breach-ppm: 8000 ", "breach-ppm: 3999 ");

    Outcome refused = Outcome.of("policy", "validate", file.toString());

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualToNormalizingNewlines(
            "hedgerow: "
                + file
                + " is no valid policy: realized-volatility: expected warn not beyond breach 3999"
                + " (high is bad), saw 4000\n");
  }

  @Test
  void shouldNameTheRoleAndTheKeyOfAnOperatorAtOnce() throws IOException {
    Path file =
        write(
            "operators: \\[\\]",
            "operators: [{operator: anna, key-id: a-1, public-key: abc, roles: [STOP]}]");

    Outcome refused = Outcome.of("policy", "validate", file.toString());

    assertThat(refused.err().lines().skip(1).map(line -> line.replaceFirst("line \\d+", "line N")))
        .containsExactly(
            "  line N: operators[0].roles[0]: expected one of [HALT, APPROVE, RESUME], saw 'STOP'",
            "  operator anna key a-1: expected an Ed25519 public key, X.509 encoding in Base64");
  }

  @Test
  void shouldSayWhatOfTheYamlCannotBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "measures:\n  a: [1\n");

    assertThat(Outcome.of("policy", "validate", file.toString()).err())
        .contains(file + " is no valid policy: line ", "expected ',' or ']'")
        .doesNotContain("while parsing")
        .hasLineCount(1);
  }

  private Path write(String right, String wrong) throws IOException {
    String shipped = Files.readString(SHIPPED);
    assertThat(shipped).containsPattern(right);
    return Files.writeString(folder.resolve("policy.yaml"), shipped.replaceFirst(right, wrong));
  }
}
