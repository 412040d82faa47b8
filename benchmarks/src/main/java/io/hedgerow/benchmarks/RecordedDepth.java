package io.hedgerow.benchmarks;

import io.hedgerow.schemas.E8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads a recorded Binance USDⓈ-M file: lines of receive time and JSON, with one whole book
 * in-line. Only as much of a parser as a measurement needs: the lines are known to be right.
 */
final class RecordedDepth {

  private RecordedDepth() {}

  /** The whole book of the file and the changes that follow it. */
  static DepthFeed read(Path file) throws IOException {
    DepthFeed.Message whole = null;
    long wholeSequence = -1;
    List<DepthFeed.Message> messages = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\"lastUpdateId\":") && whole == null) {
          whole = message(line, "\"bids\":[", "\"asks\":[");
          wholeSequence = number(line, "\"lastUpdateId\":");
        } else if (line.contains("\"e\":\"depthUpdate\"")) {
          messages.add(message(line, "\"b\":[", "\"a\":["));
          sequences.add(number(line, "\"u\":"));
        }
      }
    }
    int first = 0;
    while (sequences.get(first) < wholeSequence) {
      first++;
    }
    return new DepthFeed(
        file.getFileName().toString(), whole, messages.subList(first, messages.size()));
  }

  private static DepthFeed.Message message(String line, String bids, String asks) {
    return new DepthFeed.Message(levels(line, bids), levels(line, asks));
  }

  /** Reads {@code ["price","quantity"],…]} after the marker. */
  private static long[] levels(String line, String marker) {
    long[] values = new long[64];
    int count = 0;
    int at = line.indexOf(marker) + marker.length();
    while (line.charAt(at) != ']') {
      for (int part = 0; part < 2; part++) {
        int from = line.indexOf('"', at) + 1;
        at = line.indexOf('"', from) + 1;
        if (count == values.length) {
          values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = E8.parse(line.substring(from, at - 1));
      }
      at = line.indexOf(']', at) + 1;
      if (line.charAt(at) == ',') {
        at++;
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static long number(String line, String marker) {
    int from = line.indexOf(marker) + marker.length();
    int to = from;
    while (Character.isDigit(line.charAt(to))) {
      to++;
    }
    return Long.parseLong(line.substring(from, to));
  }
}
