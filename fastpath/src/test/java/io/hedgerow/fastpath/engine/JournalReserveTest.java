package io.hedgerow.fastpath.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.replay.JournalRegistry;
import io.hedgerow.fastpath.run.JournaledEngine;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the journal: no half of a pair, and room for what is in life. */
@Tag("ORD-4")
@Tag("GATE-1")
class JournalReserveTest {

  @TempDir private Path folder;

  @Test
  void shouldKeepTheEndOfTheJournalForOrdersInLife() {
    try (EngineRig rig = new EngineRig(folder.resolve("j"), true, 1L << 22)) {
      rig.knowEverything();
      rig.signal("S", 30_200);
      for (int i = 0; rig.journaled().refused() == 0; i++) {
        rig.signal("F" + i, 100_000_000);
        rig.books();
      }
      for (int i = 0; i < 10_000; i++) {
        rig.signal("G" + i, 30_200);
        rig.books();
      }

      assertThat(rig.journal().leftBytes()).isGreaterThan(1 << 20);
      rig.tick();
      assertThat(rig.engine().pairs().isHalted()).isTrue();
      for (Request each : List.copyOf(rig.requests)) {
        if (each.kind().equals("ORDER")) {
          rig.report(each.venue(), each.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
        }
      }
      assertThat(rig.engine().pairs().isFlat()).isTrue();
      assertThat(rig.requests.stream().filter(each -> each.kind().equals("ORDER")).count() % 2)
          .isZero();
    }
  }

  @Test
  void shouldTakeTheSettingsOfAJournalFromItself() {
    Path journal = folder.resolve("j");
    new EngineRig(journal).close();

    assertThat(JournalRegistry.settingsOf(journal))
        .isEqualTo(EngineRig.settings(EngineRig.registry()));
    assertThat(JournalRegistry.textOf(journal)).isEqualTo("the rig");
  }

  @Test
  void shouldRefuseToGoOnWithOtherSettings() {
    Path journal = folder.resolve("j");
    new EngineRig(journal).close();
    EngineSettings all = EngineRig.settings(EngineRig.registry());
    EngineSettings other =
        new EngineSettings(
            all.pairs(),
            all.repeatWindowMicros() + 1,
            all.contentWindowMicros(),
            all.signalPlaces(),
            all.blindAfterMicros());

    assertThatThrownBy(() -> new EngineRig(journal, other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("other settings");
  }

  @Test
  void shouldRefuseSegmentsThatAreTooSmallForAPair() {
    Path small = folder.resolve("small");
    try (Journal journal =
        Journal.open(small, JournalSettings.of(1, "test").withBytes(1 << 14, 1L << 20))) {
      assertThatThrownBy(
              () ->
                  new JournaledEngine(
                      journal,
                      small,
                      EngineRig.registry(),
                      "the rig",
                      EngineRig.settings(EngineRig.registry()),
                      VenueLinks.NONE,
                      EngineRig.T0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("records of 16384 bytes");
    }
  }
}
