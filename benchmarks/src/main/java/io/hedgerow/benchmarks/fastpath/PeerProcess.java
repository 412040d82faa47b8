package io.hedgerow.benchmarks.fastpath;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * exchange-core 0.5.3 in a process of its own, built from {@code benchmarks/peer} when it is first
 * asked for: its libraries are older versions of ours and stay out of the product's class path.
 */
public final class PeerProcess {

  private static final int JAVA = 17;
  private static final String MAIN = "io.hedgerow.benchmarks.peer.ExchangeCorePeer";
  private static final List<String> PERCENTILES =
      List.of("p50", "p90", "p99", "p99.9", "p99.99", "worst");
  private static final int FIRST_PERCENTILE = 3;

  private static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

  private final Path home;
  private final Path project;

  private PeerProcess(Path home) {
    this.home = home;
    project = home.resolve("benchmarks").resolve("peer");
  }

  /**
   * Builds it where that was not done yet.
   *
   * @param home of the sources
   * @throws IllegalStateException if it cannot be measured here; the message says why
   */
  public static PeerProcess prepare(Path home) throws IOException, InterruptedException {
    int seen = Runtime.version().feature();
    if (seen != JAVA) {
      throw new IllegalStateException(
          "the peer, exchange-core 0.5.3, needs Java "
              + JAVA
              + "; this is Java "
              + seen
              + ": set JAVA_HOME to a JDK "
              + JAVA);
    }
    PeerProcess peer = new PeerProcess(home);
    if (!Files.isRegularFile(peer.project.resolve("pom.xml"))) {
      throw new IllegalStateException("expected the sources of the peer in " + peer.project);
    }
    if (peer.isOutdated()) {
      peer.build();
    }
    return peer;
  }

  private Path classPathFile() {
    return project.resolve("target").resolve("classpath.txt");
  }

  private boolean isOutdated() throws IOException {
    if (!Files.isRegularFile(classPathFile())) {
      return true;
    }
    long builtAt = Files.getLastModifiedTime(classPathFile()).toMillis();
    try (Stream<Path> sources = Files.walk(project.resolve("src"))) {
      for (Path source : Stream.concat(sources, Stream.of(project.resolve("pom.xml"))).toList()) {
        if (Files.getLastModifiedTime(source).toMillis() > builtAt) {
          return true;
        }
      }
    }
    return false;
  }

  private void build() throws IOException, InterruptedException {
    Path log = project.resolve("target").resolve("build.log");
    Files.createDirectories(log.getParent());
    Process build =
        new ProcessBuilder(
                home.resolve("mvnw").toString(),
                "-B",
                "-ntp",
                "-f",
                project.resolve("pom.xml").toString(),
                "compile",
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + classPathFile())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = build.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "the peer could not be built (its libraries come from Maven Central): code "
              + code
              + ", see "
              + log);
    }
  }

  /** Measures it and adds what it found. */
  void measure(
      int seconds, List<FastPathBenchmark.Figure> figures, List<FastPathBenchmark.Rate> rates)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENS);
    command.add("-cp");
    command.add(
        project.resolve("target").resolve("classes")
            + System.getProperty("path.separator")
            + Files.readString(classPathFile()).strip());
    command.add(MAIN);
    command.add(Integer.toString(seconds));
    Path errors = project.resolve("target").resolve("errors.log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, figures, rates);
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("the peer ended with code " + code + ", see " + errors);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  static void take(
      String line, List<FastPathBenchmark.Figure> figures, List<FastPathBenchmark.Rate> rates) {
    String[] fields = line.split("\t", -1);
    if (fields[0].equals("figure") && fields.length == FIRST_PERCENTILE + PERCENTILES.size()) {
      Map<String, Long> nanos = new LinkedHashMap<>();
      for (int i = 0; i < PERCENTILES.size(); i++) {
        nanos.put(PERCENTILES.get(i), Long.parseLong(fields[FIRST_PERCENTILE + i]));
      }
      figures.add(
          new FastPathBenchmark.Figure("peer: " + fields[1], Long.parseLong(fields[2]), nanos));
    } else if (fields[0].equals("value") && fields.length == FIRST_PERCENTILE) {
      rates.add(new FastPathBenchmark.Rate("peer: " + fields[1], Long.parseLong(fields[2])));
    }
  }
}
