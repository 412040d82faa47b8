package io.hedgerow.jobs.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Our operators' counters, summed over their subtasks, as Flink's REST interface tells them; it
 * lags by about a second. Immutable.
 */
public final class JobCounters {

  /** A job that uses the whole machine answers late, and is not to be given up for it. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of(
          "recordsIn",
          "recordsPassed",
          "ticks",
          "deadLetters",
          "applied",
          "kept",
          "ignored",
          "implausible",
          "clockSamples",
          "viewsPublished",
          "wentStale",
          "observed",
          "edges",
          "late",
          "withoutPolicy",
          "refusedKeys",
          "refused",
          "signals",
          "statesPublished");

  private final Map<String, Long> sums;

  private JobCounters(Map<String, Long> sums) {
    this.sums = sums;
  }

  /** A counter over all operators. */
  public long total(String counter) {
    return sums.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + counter))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** A counter of one operator: {@code of("check-books", "recordsIn")}. */
  public long of(String operator, String counter) {
    return sums.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(operator + "." + counter))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static JobCounters read(URI rest, String jobId) {
    Map<String, Long> sums = new TreeMap<>();
    for (JsonNode vertex : get(rest, "/jobs/" + jobId).path("vertices")) {
      String metrics =
          "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> ours = new ArrayList<>();
      for (JsonNode metric : get(rest, metrics)) {
        String id = metric.path("id").asText();
        if (NAMES.contains(id.substring(id.lastIndexOf('.') + 1))) {
          ours.add(id);
        }
      }
      if (!ours.isEmpty()) {
        String ids = URLEncoder.encode(String.join(",", ours), StandardCharsets.UTF_8);
        for (JsonNode value : get(rest, metrics + "?agg=sum&get=" + ids)) {
          sums.put(value.path("id").asText(), (long) value.path("sum").asDouble());
        }
      }
    }
    return new JobCounters(sums);
  }

  static List<Long> checkpointBytes(URI rest, String jobId) {
    List<Long> newestFirst = new ArrayList<>();
    for (JsonNode checkpoint : get(rest, "/jobs/" + jobId + "/checkpoints").path("history")) {
      if (checkpoint.path("status").asText().equals("COMPLETED")) {
        newestFirst.add(checkpoint.path("checkpointed_size").asLong());
      }
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  private static JsonNode get(URI rest, String path) {
    HttpRequest request = HttpRequest.newBuilder(rest.resolve(path)).timeout(ANSWER_WITHIN).build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("Flink's REST interface does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
