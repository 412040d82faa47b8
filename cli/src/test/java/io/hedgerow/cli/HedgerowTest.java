package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A user's mistake ends with one line that says what to do. */
class HedgerowTest {

  @TempDir Path folder;

  private Path home;

  @BeforeEach
  void moveIn() throws IOException {
    // One level deeper, so that its ../shared/data is ours too.
    home = Files.createDirectory(folder.resolve("home"));
    System.setProperty("hedgerow.home", home.toString());
  }

  @AfterEach
  void moveOut() {
    System.clearProperty("hedgerow.home");
  }

  /** Every command and subcommand, as it is typed. */
  static Stream<String> commands() {
    List<String> commands = new ArrayList<>();
    collect(new CommandLine(new Hedgerow()), "", commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, String path, List<String> into) {
    into.add(path);
    command.getSubcommands().forEach((name, sub) -> collect(sub, (path + " " + name).trim(), into));
  }

  @Test
  void shouldKnowItsCommands() {
    assertThat(commands())
        .contains("", "demo", "topics", "topics create", "state depth", "replay", "bench book")
        .contains("policy apply", "policy diff", "ops keygen", "ops halt", "ops status", "alerts")
        .contains("why", "policy try", "pair");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldHelp(String command) {
    Outcome help = run(command + " --help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: " + ("hedgerow " + command).trim());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldRefuseAnOptionItDoesNotKnow(String command) {
    Outcome refused = run(command + " --frobnicate");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    // Of two mistakes picocli names the argument that is missing first.
    assertThat(refused.err())
        .containsAnyOf("'--frobnicate'", "Missing required ")
        .contains("Usage: hedgerow");
    assertNoStackTrace(refused);
  }

  @Test
  void shouldShowItsUsageWithoutACommand() {
    assertThat(run("").code()).isZero();
    assertThat(run("").out()).contains("Usage: hedgerow", "Start with: hedgerow demo");
  }

  @ParameterizedTest
  @CsvSource({
    "demo --speed fast, expected a number above 0 or 'max'",
    "demo --speed -1, expected a speed above 0",
    "replay --speed 0, expected a speed above 0",
    "demo --seconds soon, --seconds",
    "frobnicate, Unmatched argument",
    "alerts --since soon, 'expected a time like 90s, 30m, 1h or 7d, saw soon'",
    "alerts --severity LOUD, 'expected one of [INFO, WARNING, CRITICAL]'",
    "policy try x --from yesterday, 'expected a time like 2026-09-21T14:13:20Z, saw yesterday'",
    "bench risk --data DIR, Unknown option",
    "alerts --scope NASDAQ, 'expected SYSTEM, \"VENUE SIM-ALPHA\", \"ASSET BTC\"'",
    "ops halt --scope SYSTEM, Missing required options: ",
  })
  void shouldSayWhatAValueMustBe(String command, String expected) {
    Outcome refused = run(command);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(expected.replace("''", "'"));
    assertNoStackTrace(refused);
  }

  @ParameterizedTest
  @CsvSource({
    "state depth, 'no demo is running; start one with: hedgerow demo, or name a broker'",
    "topics check, 'no demo is running; start one with: hedgerow demo, or name a broker'",
    "state depth --bootstrap-servers nowhere, --bootstrap-servers nowhere: ",
    "policy validate no-such-file, no-such-file cannot be read: there is no such file",
    "policy apply no-such-file, no-such-file cannot be read: there is no such file",
    "policy validate src, src cannot be read: it is a folder",
    "ops keygen anna --out no/folder, 'anna.key cannot be written: there is no folder no/folder'",
    "ops halt --scope SYSTEM --reason x --key no.key --operator a --key-id b,"
        + " 'no.key cannot be read: there is no such file'",
    "alerts --severity warning, 'no demo is running; start one with: hedgerow demo'",
    "policy show, 'no demo is running; start one with: hedgerow demo, or name a broker'",
    "ops status, 'no demo is running; start one with: hedgerow demo, or name a broker'",
    "alerts, 'no demo is running; start one with: hedgerow demo, or name a broker'",
    "demo --data no-such-folder, no-such-folder is no data folder: expected it to hold books/",
    "demo --data, there is no ../shared/data; name a folder",
    "replay, there is no ../shared/data: name a folder",
    "replay no-such-folder, no-such-folder is no data folder: expected it to hold books/",
    "bench book --data no-such-folder, no-such-folder is no data folder",
    "bench signals --config no-such-file, no-such-file",
  })
  void shouldSayWhatToDo(String command, String expected) {
    assertOneLine(run(command), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "state, 'say what to print: depth, funding, margin, venues or chains'",
    "policy, 'say what to do: validate, try, apply, show, diff or drop'",
    "policy drop, only the shadow policy can be dropped: hedgerow policy drop --shadow",
    "policy apply x --in -1, '--in: expected 0 to 86400 seconds, saw -1'",
    "policy show --json --yaml, --json and --yaml exclude each other",
    "policy try x --from 2026-09-21T14:13:20Z, '--from and --to go together'",
    "ops, 'say what to do: keygen, halt, approve, resume, retire or status'",
    "ops keygen ../a, 'NAME: expected up to 55 letters, digits or . _ @ -, saw '",
    "bench, 'say what to measure: book, fastpath, fix, network-state, risk, signals or study'",
    "demo --seconds 0, '--seconds: expected 1 or more, saw 0'",
    "bench fix --orders 0, 'expected --orders and --repeats of 1 or more, saw 0 and 3'",
  })
  void shouldExitWithTwoIfTheArgumentsAreWrong(String command, String expected) {
    assertOneLine(2, run(command), expected);
  }

  @Test
  void shouldNameTheRecordingsThatTheStudyMisses() throws IOException {
    Path data = Files.createDirectories(home.resolve("data/books/brl")).getParent().getParent();
    Files.writeString(data.resolve("books/brl/btcbrl_two_venues_20200621_am.jsonl.gz"), "");

    assertOneLine(
        run("bench study --data " + data),
        data
            + " does not hold what the study reads: expected funding/BTC-USDT_*.csv.gz,"
            + " funding/basis_8h_2023.csv.gz");
  }

  @Test
  void shouldSayThatAFileIsNoText() throws IOException {
    Path file = Files.write(home.resolve("policy.yaml"), new byte[] {(byte) 0xC3, 0x28});

    assertOneLine(run("policy validate " + file), file + " cannot be read: it is no text in UTF-8");
  }

  @Test
  void shouldSayThatNoBrokerAnswers() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }

    assertOneLine(
        run("state depth --bootstrap-servers " + nobody),
        "no Kafka broker answers at "
            + nobody
            + " (nothing listens); is it running, and is the address right?");
  }

  @Test
  void shouldSayThatAFolderHoldsNoRecordings() throws IOException {
    Path data = Files.createDirectories(home.resolve("data/books")).getParent();

    assertOneLine(run("replay " + data), data + " holds no recorded books: expected books/binance");
  }

  @Test
  void shouldSayThatADemoAlreadyRuns() throws IOException {
    Outcome second;
    try (RunningDemo first = RunningDemo.claim()) {
      first.announce("127.0.0.1:4321");
      second = run("demo");
      assertThat(RunningDemo.broker()).contains("127.0.0.1:4321");
    }

    assertOneLine(second, "a demo already runs here, with its broker at 127.0.0.1:4321");
    assertThat(home.resolve(".hedgerow/demo-broker")).doesNotExist();
  }

  @Test
  void shouldPrintTheCatalogueWithoutABroker() {
    Outcome topics = run("topics");

    assertThat(topics.code()).isZero();
    assertThat(topics.out()).contains("market.books", "state.depth", "Dead letters: <topic>");
  }

  @Test
  void shouldShowTheStackTraceOnlyIfAsked() {
    assertThat(run("state --debug").err()).contains("UserException", "\tat ");
  }

  private Outcome run(String command) {
    String[] arguments =
        Arrays.stream(command.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    return Outcome.of(arguments);
  }

  private static void assertOneLine(Outcome failed, String expected) {
    assertOneLine(1, failed, expected);
  }

  private static void assertOneLine(int code, Outcome failed, String expected) {
    assertThat(failed.code()).as(failed.err()).isEqualTo(code);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).startsWith("hedgerow: ").contains(expected).hasLineCount(1);
  }

  private static void assertNoStackTrace(Outcome outcome) {
    assertThat(outcome.err()).doesNotContain("\tat ").doesNotContain("Exception");
  }
}
