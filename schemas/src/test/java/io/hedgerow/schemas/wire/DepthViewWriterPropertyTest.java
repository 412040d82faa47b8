package io.hedgerow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("NET-2")
class DepthViewWriterPropertyTest {

  private final DepthViewWriter writer = new DepthViewWriter();
  private final DepthLevels bids = new DepthLevels();
  private final DepthLevels asks = new DepthLevels();

  @Property
  void shouldWriteTheBytesOfTheCodec(@ForAll("views") DepthView view) {
    fill(bids, view.getBids());
    fill(asks, view.getAsks());

    byte[] written =
        writer
            .start(view.getVenue(), view.getInstrument(), view.getVersion())
            .validity(view.getValidity(), view.getReason())
            .newest(view.getSequence(), view.getReceivedAtMicros(), view.getVenueTimeMicros())
            .reference(view.getReferencePriceE8(), view.getBoundPpm())
            .best(view.getBestBidPriceE8(), view.getBestBidQuantityE8())
            .best(view.getBestAskPriceE8(), view.getBestAskQuantityE8())
            .complete(view.getBidsComplete(), view.getAsksComplete())
            .levels(bids, asks)
            .finish(view.getEventId());

    assertThat(written).isEqualTo(RecordCodec.encode(view));
  }

  @Provide
  Arbitrary<DepthView> views() {
    Arbitrary<long[]> numbers = Arbitraries.longs().array(long[].class).ofSize(9);
    Arbitrary<List<DepthLevel>> levels =
        Arbitraries.longs()
            .array(long[].class)
            .ofSize(4)
            .map(n -> new DepthLevel(n[0], n[1], n[2], n[3]))
            .list()
            .ofMaxSize(70);
    return Combinators.combine(
            Arbitraries.strings().ofMaxLength(70),
            numbers,
            Arbitraries.integers(),
            Arbitraries.of(BookValidity.values()),
            Arbitraries.of(BookReason.values()),
            levels,
            levels)
        .as(
            (text, n, bound, validity, reason, bidLevels, askLevels) ->
                new DepthView(
                    text,
                    text,
                    n[0],
                    validity,
                    reason,
                    n[1],
                    n[2],
                    n[3],
                    n[4],
                    bound,
                    n[5],
                    n[6],
                    n[7],
                    n[8],
                    bound > 0,
                    bound % 2 == 0,
                    bidLevels,
                    askLevels,
                    text));
  }

  private static void fill(DepthLevels out, List<DepthLevel> levels) {
    out.clear();
    for (DepthLevel level : levels) {
      out.add(
          level.getPriceE8(),
          level.getCumulativeBaseE8(),
          level.getCumulativeNotionalE8(),
          level.getVwapE8());
    }
    assertThat(out.size()).isEqualTo(levels.size());
  }
}
