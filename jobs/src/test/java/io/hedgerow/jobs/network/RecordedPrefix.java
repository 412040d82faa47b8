package io.hedgerow.jobs.network;

import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.testkit.RecordedData;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The beginning of recorded files, as files of the same names, so that a test stays short. */
final class RecordedPrefix {

  private static final String BINANCE = "books/binance";

  private RecordedPrefix() {}

  /**
   * Cuts every recording of a day to what was received before an instant; skips the test where
   * there is no recorded data.
   *
   * @param day as in the file's name: {@code 20240808}
   * @param untilNanos the receive stamp at the beginning of a line, ns since the epoch
   * @param folder where the beginnings go
   */
  static List<RecordedFile> of(String day, long untilNanos, Path folder) throws IOException {
    Path data = RecordedData.folderOrSkip();
    Path target = Files.createDirectories(folder.resolve(BINANCE));
    for (RecordedFile file : all(data)) {
      if (file.name().endsWith("_" + day + ".gz")) {
        cut(file.path(), untilNanos, target.resolve(file.name()));
      }
    }
    return all(folder);
  }

  /** A recorded file as a whole; skips the test where there is no recorded data. */
  static RecordedFile whole(String name) {
    return all(RecordedData.folderOrSkip()).stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<RecordedFile> all(Path data) {
    return RecordedFile.list(data, InstrumentCatalog.loadDefault());
  }

  private static void cut(Path from, long untilNanos, Path to) throws IOException {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(from)), StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(
                new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && stamp(line) < untilNanos;
          line = lines.readLine()) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private static long stamp(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }
}
