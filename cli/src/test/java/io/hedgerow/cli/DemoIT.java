package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it, for a few seconds and without a terminal. */
class DemoIT {

  @TempDir Path home;

  @BeforeEach
  void moveIn() {
    System.setProperty("hedgerow.home", home.toString());
  }

  @AfterEach
  void moveOut() {
    System.clearProperty("hedgerow.home");
  }

  @Test
  void shouldShowLiveBooksAndAccountForEveryRecord() {
    Outcome demo = Outcome.of("demo", "--seconds", "8", "--seed", "7");

    assertThat(demo.code()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.err()).doesNotContain("hedgerow:");
    List<String> lines = demo.out().lines().toList();
    List<String> books =
        lines.stream().filter(line -> line.matches("SIM-\\w+ +[A-Z]+-USDT(-PERP)? .*")).toList();
    assertThat(books).as(demo.out()).hasSizeGreaterThan(10);
    // A delta is lost every few minutes on purpose, and a record is garbled every few seconds.
    assertThat(books.stream().filter(line -> line.contains(" LIVE ")).count())
        .as(demo.out())
        .isGreaterThanOrEqualTo(books.size() * 3L / 4);
    for (String input :
        List.of(
            "network-state market.books",
            "network-state venue.accounts",
            "risk state.depth",
            "risk risk.observations",
            "signals market.reference",
            "signals state.depth")) {
      String row = input.replace(" ", " +") + " +[1-9][0-9,]* +[1-9][0-9,]* .* yes *";
      assertThat(lines).as(input + " agrees in\n" + demo.out()).anyMatch(line -> line.matches(row));
    }
    assertThat(demo.out())
        .containsPattern("records read = records passed .* [1-9]\\d* dead letters: yes, nothing")
        .containsPattern("Dead letters: ([1-9]\\d*) written, \\1 on the broker: yes")
        .containsPattern("Signals: ([0-9,]+) written, \\1 on the broker: yes");
    assertThat(lines)
        .as("the self-custody venue states its account in\n" + demo.out())
        .anyMatch(line -> line.matches("SIM-DELTA +SELF_CUSTODY +main +[0-9,.]+ USDT .*"));
    assertThat(demo.out())
        .contains("fills add up to the venues' statements: yes")
        .containsPattern("Decisions: ([0-9,]+) signals, \\1 decisions on the broker: yes");
    assertThat(home.resolve(".hedgerow/demo-broker")).doesNotExist();
  }
}
