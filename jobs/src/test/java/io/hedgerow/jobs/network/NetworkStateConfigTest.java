package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkStateConfigTest {

  private static final Path SHIPPED = Path.of("../flink-conf/network-state.yaml");

  @TempDir Path folder;

  private String shipped;

  @BeforeEach
  void read() throws IOException {
    shipped = Files.readString(SHIPPED);
  }

  @Test
  void shouldShipTheDefaults() {
    assertThat(NetworkStateConfig.load(SHIPPED)).isEqualTo(NetworkStateConfig.defaults());
  }

  @Test
  void shouldTakeASettingThatIsChanged() throws IOException {
    NetworkStateConfig config = loaded("boundPpm: 3000", "boundPpm: 1500");

    assertThat(config.book().boundPpm()).isEqualTo(1_500);
    assertThat(config.conflationMillis())
        .isEqualTo(NetworkStateConfig.defaults().conflationMillis());
  }

  @Test
  @Tag("ORD-3")
  void shouldRefuseABoundAboveTheCeiling() {
    assertRefused("boundPpm: 3000", "boundPpm: 3001")
        .withMessageContaining("book.boundPpm: expected at most 3000 (0.30 %")
        .withMessageContaining("saw 3001");
  }

  @Test
  void shouldNameEveryKeyThatIsMistyped() {
    assertRefused("AfterSeconds:", "AfterSecond:")
        .withMessageContaining("expected the key silentAfterSeconds, saw none")
        .withMessageContaining("expected the key staleAfterSeconds, saw none")
        .withMessageContaining("unknown key silentAfterSecond;")
        .withMessageContaining("unknown key staleAfterSecond");
  }

  @ParameterizedTest
  @CsvSource({
    "maxKeys: 20000, '', maxKeys",
    "'  venues: 30', '', staleAfterSeconds.venues",
    "'  venues: 30', '  venue: 30', staleAfterSeconds.venue",
    "maxKeys: 20000, 'maxKeys: 1\nmaxKeys: 2', maxKeys",
    "maxKeys: 20000, maxKeys: 1.5, maxKeys",
    "maxKeys: 20000, maxKeys: many, maxKeys",
    "maxKeys: 20000, 'maxKeys:', maxKeys",
    "maxKeys: 20000, maxKeys: 0, maxKeys",
    "conflationMillis: 90, conflationMillis: -1, conflationMillis",
    "silentAfterSeconds: 5, silentAfterSeconds: 0, silentAfterSeconds",
    "'  venues: 30', '  venues: -30', staleAfterSeconds.venues",
    "'  funding: 600', '  funding: 86400', staleAfterSeconds.funding",
    "'  accounts: 10', '  accounts: 0', staleAfterSeconds.accounts",
    "maxPositions: 256, maxPositions: 0, margin.maxPositions",
    "maxPositions: 256, maxPositions: 4097, margin.maxPositions",
    "forgetAfterHours: 24, forgetAfterHours: 0, forgetAfterHours",
    "boundPpm: 3000, boundPpm: 0, boundPpm",
    "bandPpm: 20000, bandPpm: 2000, bandPpm",
  })
  void shouldNameWhatIsWrong(String from, String to, String named) {
    assertRefused(from, to).withMessageContaining(named);
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkStateConfig.load(folder.resolve("no.yaml")))
        .withMessageContaining("no.yaml cannot be read");
  }

  @Test
  void shouldNameTheLineThatIsNoYaml() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.yaml"), "maxKeys: 1\nbook: [1\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkStateConfig.load(file))
        .withMessageContaining("broken.yaml")
        .withMessageContaining("(line ");
  }

  private ThrowableAssertAlternative<IllegalArgumentException> assertRefused(
      String from, String to) {
    return assertThatIllegalArgumentException()
        .isThrownBy(() -> loaded(from, to))
        .withMessageContaining("changed.yaml");
  }

  private NetworkStateConfig loaded(String from, String to) throws IOException {
    assertThat(shipped).contains(from);
    Path file = folder.resolve("changed.yaml");
    Files.writeString(file, shipped.replace(from, to));
    return NetworkStateConfig.load(file);
  }
}
