package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.jobs.JobArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkStateConfigTest {

  private static final Path SHIPPED = Path.of("../flink-conf/network-state.yaml");

  @TempDir Path folder;

  @Test
  void shouldHaveTheDefaultsOfTheShippedFile() {
    assertThat(NetworkStateConfig.load(SHIPPED)).isEqualTo(NetworkStateConfig.defaults());
  }

  @ParameterizedTest
  @CsvSource({
    "boundPpm: 3000, boundPpm: 3001, at most 3000",
    "maxKeys: 20000, maxKeys: 0, maxKeys",
    "maxKeys: 20000, maxKeyz: 3, maxKeys",
    "forgetAfterHours: 24, forgetAfterHours: 0, forgetAfter",
    "chains: 120, chains: -1, no interval may be negative",
    "books: 10, books: ten, ten",
  })
  @Tag("ORD-3")
  void shouldRefuseABadSettingAndNameTheFile(String usual, String bad, String expected)
      throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, Files.readString(SHIPPED).replace(usual, bad));

    assertThatThrownBy(() -> NetworkStateConfig.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.yaml")
        .hasMessageContaining(expected);
  }

  @Test
  void shouldRefuseAnUnknownSetting() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "frobnicate: 1\n" + Files.readString(SHIPPED));

    assertThatThrownBy(() -> NetworkStateConfig.load(file)).hasMessageContaining("frobnicate");
  }

  @ParameterizedTest
  @CsvSource({
    "--config x, --bootstrap-servers is missing",
    "--bootstrap-servers, needs a value",
    "--frobnicate, unknown argument --frobnicate",
    "--kafka nonsense, expected KEY=VALUE",
  })
  void shouldSayWhatIsWrongWithTheArguments(String arguments, String expected) {
    assertThatThrownBy(() -> JobArguments.parse(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }
}
