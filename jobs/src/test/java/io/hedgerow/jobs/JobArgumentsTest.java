package io.hedgerow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobArgumentsTest {

  @Test
  void shouldTakeTheBrokersAndLeaveTheRestToDefaults() {
    JobArguments arguments = JobArguments.parse("--bootstrap-servers", "a:1,b:2");

    assertThat(arguments.connection()).containsOnly(entry("bootstrap.servers", "a:1,b:2"));
    assertThat(arguments.config()).isEmpty();
    assertThat(arguments.bootstrap()).isFalse();
  }

  @Test
  void shouldTakeEveryArgument() {
    JobArguments arguments =
        JobArguments.parse(
            "--bootstrap",
            "--kafka",
            "security.protocol=SSL",
            "--kafka",
            "ssl.key.password=a=b",
            "--config",
            "my.yaml",
            "--bootstrap-servers",
            "a:1");

    assertThat(arguments.connection())
        .containsOnly(
            entry("bootstrap.servers", "a:1"),
            entry("security.protocol", "SSL"),
            entry("ssl.key.password", "a=b"));
    assertThat(arguments.config()).contains(Path.of("my.yaml"));
    assertThat(arguments.bootstrap()).isTrue();
  }

  @Test
  void shouldShowTheUsageForAnUnknownArgument() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse("--bootstrap-servers", "a:1", "--bootstarp"))
        .withMessageContaining("unknown argument --bootstarp")
        .withMessageContaining("--bootstrap-servers HOST:PORT")
        .withMessageContaining("--config FILE");
  }

  @Test
  void shouldAskForTheBrokers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse("--bootstrap"))
        .withMessageContaining("--bootstrap-servers is missing")
        .withMessageContaining("HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bootstrap-servers", "--config", "--kafka"})
  void shouldAskForAValue(String last) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse(last))
        .withMessageContaining(last + " needs a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"security.protocol", "=SSL"})
  void shouldSayHowAKafkaSettingIsWritten(String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobArguments.parse("--kafka", setting))
        .withMessageContaining("expected KEY=VALUE, saw " + setting);
  }

  private static Map.Entry<Object, Object> entry(String key, String value) {
    return Map.entry(key, value);
  }
}
