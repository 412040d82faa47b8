package io.hedgerow.benchmarks;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.state.signal.SignalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Views of the books of every venue and asset of the settings, spot and perpetual in USDT, each ten
 * times a second of event time, in a seeded order; what the routes need each second, and ticks of
 * the clock. One view in a hundred is far enough from the others to be a signal.
 */
final class SignalsLoad {

  private static final long VIEW_EVERY_MICROS = 100_000;
  private static final long TICK_EVERY_MICROS = 20_000;
  private static final long SECOND_MICROS = 1_000_000;
  private static final long MIDDLE_E8 = 1_000 * E8.ONE;
  private static final int LEVELS = 30;
  private static final int STEP_PPM = 90;
  private static final int ONE_IN_APART = 100;
  private static final int APART_PPM = 8_000;
  private static final int USUAL_PPM = 200;
  private static final int PPM = 1_000_000;

  private final List<String> venues;
  private final List<String> instruments = new ArrayList<>();
  private final List<SignalSettings.Chain> chains;
  private final SplittableRandom random = new SplittableRandom(42);

  SignalsLoad(SignalSettings settings) {
    this.venues = settings.venues().stream().map(SignalSettings.Venue::venue).toList();
    this.chains = settings.chains();
    for (SignalSettings.Asset asset : settings.assets()) {
      instruments.add(asset.asset() + "-USDT");
      instruments.add(asset.asset() + "-USDT-PERP");
    }
  }

  /** How many books there are. */
  int books() {
    return venues.size() * instruments.size();
  }

  /**
   * Writes the shipped policy and about so many views, of a stretch of event time that ended a
   * while ago.
   */
  long writeAll(String bootstrapServers, long views) {
    long rounds = views / books();
    long spanMicros = rounds * VIEW_EVERY_MICROS;
    long startMicros = System.currentTimeMillis() * 1_000 - spanMicros - 600 * SECOND_MICROS;
    try (EventProducer producer = EventProducer.open(bootstrapServers, "hedgerow/bench")) {
      producer.send(PolicyRecords.standard());
      long nextTickMicros = startMicros;
      for (long round = 0; round < rounds; round++) {
        long roundAt = startMicros + round * VIEW_EVERY_MICROS;
        if (round % (SECOND_MICROS / VIEW_EVERY_MICROS) == 0) {
          sendRoutes(producer, roundAt);
        }
        for (int book = 0; book < books(); book++) {
          long at = roundAt + book * VIEW_EVERY_MICROS / books();
          while (nextTickMicros <= at) {
            producer.tick(Topic.MARKET_REFERENCE, nextTickMicros);
            nextTickMicros += TICK_EVERY_MICROS;
          }
          producer.send(
              view(
                  venues.get(book % venues.size()),
                  instruments.get(book / venues.size()),
                  round + 1,
                  at));
        }
      }
      producer.tick(Topic.MARKET_REFERENCE, startMicros + spanMicros + 10 * SECOND_MICROS);
    }
    return rounds * books();
  }

  private void sendRoutes(EventProducer producer, long atMicros) {
    for (SignalSettings.Chain chain : chains) {
      producer.send(
          new ReferencePrice(
              chain.feeAsset(),
              "BENCH-INDEX",
              ReferenceKind.INDEX,
              MIDDLE_E8,
              atMicros,
              -1L,
              EventIds.of("ReferencePrice", chain.feeAsset(), atMicros)));
      producer.send(chainView(chain, atMicros));
    }
  }

  private static ChainView chainView(SignalSettings.Chain chain, long atMicros) {
    boolean evm = chain.route() != RouteClass.SVM;
    return ChainView.newBuilder()
        .setChain(chain.chain())
        .setFamily(evm ? ChainFamily.EVM : ChainFamily.SVM)
        .setVersion(atMicros)
        .setFreshness(Freshness.LIVE)
        .setBlockNumber(1)
        .setBlockTimeMicros(atMicros)
        .setBaseFeeGweiE8(evm ? E8.ONE : null)
        .setPriorityFeeGweiE8(evm ? 0L : null)
        .setComputeUnitPriceMicroLamports(evm ? null : 1_000L)
        .setConfirmationP50Micros(SECOND_MICROS)
        .setConfirmationP90Micros(2 * SECOND_MICROS)
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("ChainView", chain.chain(), atMicros))
        .build();
  }

  private DepthView view(String venue, String instrument, long version, long atMicros) {
    int reach = random.nextInt(ONE_IN_APART) == 0 ? APART_PPM : USUAL_PPM;
    long middleE8 = MIDDLE_E8 + E8.mulDivFloor(MIDDLE_E8, random.nextInt(reach), PPM);
    List<DepthLevel> bids = side(middleE8, -1);
    List<DepthLevel> asks = side(middleE8, 1);
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(version)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(version)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(middleE8)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(bids.get(0).getPriceE8())
        .setBestBidQuantityE8(bids.get(0).getCumulativeBaseE8())
        .setBestAskPriceE8(asks.get(0).getPriceE8())
        .setBestAskQuantityE8(asks.get(0).getCumulativeBaseE8())
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(bids)
        .setAsks(asks)
        .setEventId(EventIds.of("DepthView", venue + "|" + instrument, version))
        .build();
  }

  private List<DepthLevel> side(long middleE8, int direction) {
    List<DepthLevel> levels = new ArrayList<>(LEVELS);
    long baseE8 = 0;
    long notionalE8 = 0;
    for (int level = 1; level <= LEVELS; level++) {
      long priceE8 = middleE8 + direction * E8.mulDivFloor(middleE8, (long) level * STEP_PPM, PPM);
      long quantityE8 = E8.ONE + random.nextInt((int) E8.ONE);
      baseE8 += quantityE8;
      notionalE8 += E8.multiplyDown(quantityE8, priceE8);
      levels.add(
          new DepthLevel(priceE8, baseE8, notionalE8, E8.mulDivFloor(notionalE8, E8.ONE, baseE8)));
    }
    return levels;
  }
}
