package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded stretches need no broker. */
class PolicyTryCommandTest {

  private static final String SHIPPED = "../flink-conf/policy.yaml";

  @TempDir Path folder;

  @Test
  void shouldNameTheRecordingAndWhatItIsComparedWith() throws IOException {
    record("brl/two_venues.jsonl.gz");

    Outcome tried = Outcome.of("policy", "try", shallow().toString(), "--data", folder.toString());

    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(tried.out().lines().toList().get(0))
        .isEqualTo("two_venues.jsonl.gz (BRL-EX1 BTC-BRL, BRL-EX2 BTC-BRL)");
    assertThat(tried.out())
        .contains(" observations of ", " state.depth\n")
        .containsPattern("triggers +shipped +file")
        .doesNotContain("version 1");
  }

  @Test
  void shouldCountOnlyWhatTheRiskJobReads() throws IOException {
    record("brl/two_venues.jsonl.gz");

    Outcome tried = Outcome.of("policy", "try", SHIPPED, "--data", folder.toString(), "--json");

    JsonNode stretch = new ObjectMapper().readTree(tried.out()).path(0);
    assertThat(stretch.path("comparedWith").asText()).isEqualTo("shipped");
    assertThat(stretch.path("stretch").asText()).startsWith("two_venues.jsonl.gz");
    assertThat(stretch.path("records").fieldNames()).toIterable().containsExactly("state.depth");
  }

  /** A policy under which even a deep book is too thin. */
  private Path shallow() throws IOException {
    String shipped = Files.readString(Path.of(SHIPPED));
    String thin =
        shipped.replaceFirst(
            "(?s)(executable-depth:.*?warn-quote: )\\d+(.*?breach-quote: )\\d+(.*?clear-quote:"
                + " )\\d+",
            "$19000001$29000000$39000002");
    assertThat(thin).isNotEqualTo(shipped);
    return Files.writeString(folder.resolve("thin.yaml"), thin);
  }

  private void record(String name) throws IOException {
    Path file = folder.resolve("books").resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 200; i++) {
        String line =
            String.format(
                Locale.ROOT,
                "{\"timestamp\":%d.%d,\"exchange\":\"EX1\",\"bids\":[[\"49779.15\",\"2\"]],"
                    + "\"asks\":[[\"49790.%02d\",\"5\"]]}%n",
                1_592_726_830L + i / 10,
                i % 10,
                i % 100);
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
