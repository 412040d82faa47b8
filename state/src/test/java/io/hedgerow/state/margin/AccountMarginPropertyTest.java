package io.hedgerow.state.margin;

import static io.hedgerow.state.margin.AccountStatements.KEY;
import static io.hedgerow.state.margin.AccountStatements.position;
import static io.hedgerow.state.margin.AccountStatements.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.StaleCause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("NET-3")
class AccountMarginPropertyTest {

  private static final String[] INSTRUMENTS = {"BTC-PERP", "ETH-PERP", "SOL-PERP", "PAXG-PERP"};

  /** Statements of a venue that works, some of them twice, some without the venue's time. */
  private static List<VenueAccount> history(Random random) {
    List<VenueAccount> all = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    for (int version = 1; version <= count; version++) {
      List<Position> positions = new ArrayList<>();
      for (String instrument : INSTRUMENTS) {
        if (random.nextBoolean()) {
          positions.add(position(instrument, random.nextInt(7) - 3));
        }
      }
      VenueAccount statement = statement(version, positions.toArray(Position[]::new));
      if (random.nextInt(5) == 0) {
        statement.setVenueTimeMicros(-1);
      }
      statement.setEquityE8(random.nextLong() / 4);
      all.add(statement);
      if (random.nextBoolean()) {
        all.add(statement);
      }
    }
    return all;
  }

  @Property(tries = 300)
  void shouldShowTheNewestVersionWhateverTheOrderAndTheRepetitions(@ForAll long seed) {
    Random random = new Random(seed);
    List<VenueAccount> statements = history(random);
    VenueAccount newest =
        Collections.max(statements, Comparator.comparing(VenueAccount::getVersion));
    MarginView expected = viewOf(newest);

    Collections.shuffle(statements, random);
    AccountMargin margin = new AccountMargin(KEY);
    for (int i = 0; i < statements.size(); i++) {
      margin.apply(statements.get(i), i);
    }

    assertThat(unnumbered(margin.record())).isEqualTo(unnumbered(expected));
  }

  @Property(tries = 300)
  void shouldSayTheSameFromAnyRestoreOnAndNeverAnOlderVersionOfItsOwn(@ForAll long seed) {
    Random random = new Random(seed);
    List<VenueAccount> statements = history(random);
    Collections.shuffle(statements, random);
    AccountMargin undisturbed = new AccountMargin(KEY);
    AccountMargin restarted = new AccountMargin(KEY);
    HeldPages pages = new HeldPages();
    long versionBefore = -1;
    for (int i = 0; i < statements.size(); i++) {
      assertThat(restarted.apply(statements.get(i), i))
          .isEqualTo(undisturbed.apply(statements.get(i), i));
      if (random.nextInt(5) == 0) {
        assertThat(restarted.goStale(StaleCause.NO_INPUT))
            .isEqualTo(undisturbed.goStale(StaleCause.NO_INPUT));
      }
      if (random.nextInt(5) == 0) {
        restarted.flush(pages);
        restarted = AccountMargin.restore(KEY, pages.entries());
      }
      assertThat(restarted.record()).isEqualTo(undisturbed.record());
      assertThat(restarted.receivedAtMicros()).isEqualTo(undisturbed.receivedAtMicros());
      assertThat(restarted.record().getVersion()).isGreaterThanOrEqualTo(versionBefore);
      versionBefore = restarted.record().getVersion();
    }
  }

  private static MarginView viewOf(VenueAccount statement) {
    AccountMargin margin = new AccountMargin(KEY);
    margin.apply(statement, 0);
    return margin.record();
  }

  /** Without what depends on where the statement stood. */
  private static MarginView unnumbered(MarginView view) {
    return MarginView.newBuilder(view).setVersion(0).setEventId("").build();
  }
}
