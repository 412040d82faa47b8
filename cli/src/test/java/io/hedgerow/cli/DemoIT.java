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
    for (String topic : List.of("market.books", "market.funding", "venue.health", "chain.health")) {
      assertThat(lines)
          .as(topic + " agrees in\n" + demo.out())
          .anyMatch(line -> line.matches(topic + " +[1-9][0-9,]* +[1-9][0-9,]* .* yes *"));
    }
    assertThat(demo.out())
        .containsPattern("records in = records used .* [1-9]\\d* dead letters: yes, nothing");
    assertThat(lines)
        .as("the self-custody venue states its account in\n" + demo.out())
        .anyMatch(line -> line.matches("SIM-DELTA +SELF_CUSTODY +main +[0-9,.]+ USDT .*"));
    assertThat(demo.out()).contains("Fills add up to the venues' statements: yes");
    assertThat(home.resolve(".hedgerow/demo-broker")).doesNotExist();
  }
}
