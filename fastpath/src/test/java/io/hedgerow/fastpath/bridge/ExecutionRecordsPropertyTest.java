package io.hedgerow.fastpath.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.engine.EngineRigs;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.state.gate.GateReason;
import io.hedgerow.state.pair.ClientOrderIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.avro.specific.SpecificRecord;

@Tag("LIFE-2")
@Tag("LIFE-3")
@Tag("LIFE-4")
@Tag("LIFE-5")
@Tag("IDEM-1")
class ExecutionRecordsPropertyTest {

  private final List<Path> folders = new ArrayList<>();

  @Property(tries = 10)
  void shouldTellTheLifeOfEveryOrderOnceAndTheSameEachTime(@ForAll long seed) throws Exception {
    Path folder = Files.createTempDirectory("hedgerow-records");
    folders.add(folder);
    List<Request> requests;
    try (EngineRig rig = EngineRigs.played(folder, seed, 600)) {
      requests = List.copyOf(rig.requests);
    }

    List<SpecificRecord> records = read(folder);

    assertThat(read(folder)).isEqualTo(records);
    assertThat(records.stream().map(ExecutionRecordsPropertyTest::encoded)).isNotEmpty();
    List<OrderEvent> events = of(records, OrderEvent.class);
    assertThat(
            events.stream()
                .filter(event -> event.getKind() == OrderStep.SUBMITTED)
                .map(event -> ClientOrderIds.parse(event.getClientOrderId())))
        .containsExactlyElementsOf(
            requests.stream()
                .filter(request -> request.kind().equals("ORDER"))
                .map(Request::number)
                .toList());
    fillsAddUp(events, of(records, Fill.class));
    stepsAreGapless(records);
    for (Decision decision : of(records, Decision.class)) {
      assertThat(decision.getVerdicts()).hasSize(9);
      assertThat(decision.getAccepted())
          .isEqualTo(
              decision.getVerdicts().stream()
                  .allMatch(
                      verdict -> GateReason.valueOf(verdict.getReason().toString()).passed()));
    }
    assertThat(
            of(records, PairEvent.class).stream()
                .filter(event -> event.getKind() == PairStep.ENDED)
                .map(PairEvent::getState))
        .isSubsetOf(
            "COMPLETE",
            "COMPLETE_PARTIAL",
            "NEUTRALIZED",
            "RESIDUAL",
            "EXPIRED",
            "REJECTED",
            "VENUE_CLOSED",
            "HALTED",
            "POOL_FULL");
  }

  private static void fillsAddUp(List<OrderEvent> events, List<Fill> fills) {
    Map<String, Long> filled = new TreeMap<>();
    for (Fill fill : fills) {
      long sum = filled.merge(fill.getClientOrderId(), fill.getQuantityE8(), Long::sum);
      assertThat(fill.getCumulativeQuantityE8()).isEqualTo(sum);
    }
    for (OrderEvent event : events) {
      if (event.getKind() == OrderStep.FILLED) {
        assertThat(filled.get(event.getClientOrderId()))
            .isGreaterThanOrEqualTo(event.getQuantityE8());
      }
    }
  }

  private static void stepsAreGapless(List<SpecificRecord> records) {
    Map<String, Long> last = new TreeMap<>();
    for (SpecificRecord record : records) {
      String leg = null;
      long step = 0;
      if (record instanceof OrderEvent event) {
        leg = event.getCorrelationId() + event.getLeg();
        step = event.getLegSequence();
      } else if (record instanceof Fill fill) {
        leg = fill.getCorrelationId() + fill.getLeg();
        step = fill.getLegSequence();
      }
      if (leg != null && !leg.startsWith("0") && leg.length() > 1) {
        assertThat(step).as(leg).isEqualTo(last.getOrDefault(leg, 0L) + 1);
        last.put(leg, step);
      }
    }
  }

  private static byte[] encoded(SpecificRecord record) {
    return RecordCodec.encode(record);
  }

  private static <T> List<T> of(List<SpecificRecord> records, Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<SpecificRecord> read(Path folder) {
    List<SpecificRecord> records = new ArrayList<>();
    ExecutionRecords translator =
        new ExecutionRecords(
            EngineRig.registry(), "build", (sequence, record) -> records.add(record));
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(translator, Integer.MAX_VALUE) > 0) {
        // to the end
      }
    }
    return records;
  }

  @AfterProperty
  void deleteFolders() throws IOException {
    for (Path folder : folders) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
