package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher in a folder of its own, with a JDK and a Maven that only say what they were told.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BUILDING = "Building Hedgerow";

  @TempDir Path folder;

  private Path home;
  private Path builds;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    builds = folder.resolve("builds");
    String launcher = Files.readString(Path.of("../hedgerow"));
    assertThat(launcher).contains("/usr/lib/jvm/", "/Library/Java/");
    script(
        home.resolve("hedgerow"),
        launcher
            .replace("/usr/lib/jvm/", folder.resolve("jvm") + "/")
            .replace("/Library/Java/", folder.resolve("jvm") + "/"));
    script(
        home.resolve("mvnw"),
        """
        #!/bin/sh
        echo built >>'%s'
        mkdir -p cli/target/classes
        echo libraries >cli/target/classpath.txt
        sleep "${BUILD_SECONDS:-0}"
        """
            .formatted(builds));
    Files.createDirectories(home.resolve("cli/src/main"));
    Files.createDirectories(home.resolve("flink-conf"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("cli/pom.xml"));
    Files.createFile(source());
  }

  @ParameterizedTest
  @CsvSource({"11.0.2, 11", "1.8.0_402, 8", "26-ea, 26"})
  void shouldSayWhichJdkItNeedsAndWhichItFound(String version, String major) throws Exception {
    Path jdk = jdk(version);

    Ended ended = start(Map.of("JAVA_HOME", jdk.toString(), "PATH", path(jdk)), "demo").await();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said())
        .contains(
            "hedgerow needs a JDK of version 17, 21, 25 (with javac); found: Java " + major + ".")
        .contains("set JAVA_HOME")
        .doesNotContain(BUILDING);
  }

  @Test
  void shouldPreferAJdkThatFitsOverAJavaHomeThatDoesNot() throws Exception {
    Path old = jdk("11.0.2");
    Path fits = jdk("21.0.1");

    Ended ended = start(Map.of("JAVA_HOME", old.toString(), "PATH", path(fits)), "demo").await();

    assertThat(ended.said())
        .contains("JAVA_HOME is no JDK of version 17, 21, 25; using " + fits.toRealPath())
        .contains("ran io.hedgerow.cli.Hedgerow demo");
    assertThat(ended.code()).isZero();
  }

  @Test
  void shouldBuildOnceAndPassTheArgumentsOn() throws Exception {
    Ended first = start(Map.of(), "state", "depth", "--venue", "A B").await();
    Ended second = start(Map.of(), "topics").await();

    assertThat(first.said()).contains(BUILDING, "ran io.hedgerow.cli.Hedgerow state depth --venue");
    assertThat(second.said())
        .contains("ran io.hedgerow.cli.Hedgerow topics")
        .doesNotContain(BUILDING);
    assertThat(Files.readAllLines(builds)).hasSize(1);
  }

  @Test
  void shouldBuildAgainWhenAModuleIsGone() throws Exception {
    start(Map.of(), "topics").await();
    Files.delete(home.resolve("cli/target/classes"));

    Ended next = start(Map.of(), "topics").await();

    assertThat(next.said()).contains(BUILDING);
  }

  @Test
  void shouldBuildAgainAfterAChangeDuringTheBuild() throws Exception {
    Running building = start(Map.of("BUILD_SECONDS", "1"), "demo");
    awaitBuilds(1);
    // Times of files are as coarse as the kernel's tick: an edit in the same one is not newer.
    Thread.sleep(20);
    Files.writeString(source(), "changed");
    building.await();

    Ended next = start(Map.of(), "demo").await();

    assertThat(next.said()).contains(BUILDING);
    assertThat(Files.readAllLines(builds)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldBuildOnceForTwoStartsAtOnce(boolean flock) throws Exception {
    Map<String, String> environment = new TreeMap<>(Map.of("BUILD_SECONDS", "1"));
    if (!flock) {
      environment.put("PATH", path(jdk("17.0.1"), pathWithoutFlock()));
    }
    Running first = start(environment, "demo");
    awaitBuilds(1);
    Ended second = start(environment, "topics").await();

    assertThat(first.await().said()).contains(BUILDING, "ran io.hedgerow.cli.Hedgerow demo");
    assertThat(second.said())
        .contains("Another hedgerow is building; waiting for it", "ran io.hedgerow.cli.Hedgerow")
        .doesNotContain(BUILDING);
    assertThat(Files.readAllLines(builds)).hasSize(1);
  }

  @Test
  void shouldShowTheErrorsOfABuildThatFails() throws Exception {
    script(home.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] no such symbol'\nexit 1\n");

    Ended ended = start(Map.of(), "demo").await();

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said()).contains("The build failed", "[ERROR] no such symbol");
    assertThat(ended.said()).doesNotContain("ran io.hedgerow");
  }

  private Path source() {
    return home.resolve("cli/src/main/Source.java");
  }

  /** A JDK that says this version, and otherwise what it is asked to run. */
  private Path jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdk-" + version);
    Files.createDirectories(jdk.resolve("bin"));
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2024-01-16' >&2
        else
          while [ "$1" != io.hedgerow.cli.Hedgerow ]; do shift; done
          echo "ran $*"
        fi
        """
            .formatted(version));
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    return jdk;
  }

  private static String path(Path jdk) {
    return path(jdk, "/usr/bin:/bin");
  }

  private static String path(Path jdk, String rest) {
    return jdk.resolve("bin") + ":" + rest;
  }

  /** A folder with the tools that the launcher uses, without flock. */
  private String pathWithoutFlock() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    String used =
        "bash cat dirname find grep head mkdir mv readlink rmdir sed sh sleep tail tee uname";
    for (String tool : used.split(" ")) {
      Path there = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
      script(tools.resolve(tool), "#!/bin/sh\nexec " + there + " \"$@\"\n");
    }
    return tools.toString();
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void awaitBuilds(int count) throws Exception {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(builds) || Files.readAllLines(builds).size() < count) {
      assertThat(System.nanoTime()).as("waiting for the build to begin").isLessThan(giveUpAt);
      Thread.sleep(20);
    }
  }

  private Running start(Map<String, String> environment, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("hedgerow").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("PATH", path(jdk("17.0.1")));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new Running(builder.start(), output);
  }

  private record Running(Process process, Path output) {
    Ended await() throws Exception {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Ended(process.waitFor(), Files.readString(output));
    }
  }

  private record Ended(int code, String said) {}
}
