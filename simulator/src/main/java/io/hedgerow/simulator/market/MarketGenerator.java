package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.market.ChainSource.Chain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32;
import org.apache.avro.specific.SpecificRecord;

/**
 * A market of three venues that is the same in every run: the records depend on the settings alone,
 * not on the clock, and not on how large the steps are (NET-1, NET-4, NET-5, NET-6). What the desk
 * reports of itself belongs to it ({@code risk.observations}).
 *
 * <p>Its books are never crossed, and without faults and the outage of a venue every delta
 * continues its book. For one thread.
 */
public final class MarketGenerator {

  private static final String ALGORITHM = "L64X128MixRandom";

  private final MarketSettings settings;
  private final Stress stress;
  private final List<SimulatedInstrument> instruments = new ArrayList<>();
  private final PriorityQueue<Scheduled> schedule =
      new PriorityQueue<>(
          Comparator.comparingLong(Scheduled::atMicros).thenComparingInt(Scheduled::ordinal));
  private int sources;
  private long steppedToMicros = Long.MIN_VALUE;

  /** A source with the time of its next record; of equal times the first source comes first. */
  private record Scheduled(long atMicros, int ordinal, SimulatedVenue venue, RecordSource source) {}

  /** A market that opens at the settings' start. */
  public MarketGenerator(MarketSettings settings) {
    this.settings = settings;
    this.stress = settings.stress();
    for (SimulatedAsset asset : settings.assets()) {
      PricePath path = path(asset.symbol(), asset.startPriceE8());
      add(null, new ReferenceSource(asset.symbol(), ReferenceKind.INDEX, path, start()));
      for (SimulatedVenue venue : SimulatedVenue.values()) {
        addInstrument(new SimulatedInstrument(venue, asset, false), path);
        addInstrument(new SimulatedInstrument(venue, asset, true), path);
      }
    }
    addReference("XAU", ReferenceKind.GOLD, "2600");
    addReference("USDT", ReferenceKind.STABLECOIN, "1");
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      add(venue, new HealthSource(venue, random("health " + venue), start()));
    }
    for (Chain chain : Chain.values()) {
      add(null, new ChainSource(chain, random("chain " + chain), start()));
    }
    for (ObservationSource.Fact fact : ObservationSource.facts(settings.assets())) {
      add(fact.venue(), new ObservationSource(fact, random("fact " + fact.key()), start()));
    }
  }

  /** Everything that is traded. */
  public List<SimulatedInstrument> instruments() {
    return List.copyOf(instruments);
  }

  /**
   * The records received since the last step, up to and including now, in the order of their
   * receipt. Every later record is received after now, so that a clock tick of now may follow.
   *
   * @throws IllegalArgumentException if the time runs backwards
   */
  public List<SpecificRecord> step(long nowMicros) {
    if (nowMicros < steppedToMicros) {
      throw new IllegalArgumentException(
          "expected a time at or after " + steppedToMicros + " µs, saw " + nowMicros);
    }
    steppedToMicros = nowMicros;
    List<SpecificRecord> records = new ArrayList<>();
    while (schedule.peek().atMicros() <= nowMicros) {
      Scheduled due = schedule.poll();
      boolean silent = due.venue() != null && settings.faults().silent(due.venue(), due.atMicros());
      due.source().emit(silent ? unheard -> {} : record -> send(record, records));
      schedule.add(
          new Scheduled(due.source().nextAtMicros(), due.ordinal(), due.venue(), due.source()));
    }
    return records;
  }

  /** What the market's stress makes of a record of somebody else; null: it is not sent. */
  public SpecificRecord inPlaceOf(SpecificRecord record) {
    return stress.recordInPlaceOf(record);
  }

  /** The same request if nothing had come back. */
  public static VenueSample unanswered(VenueSample sample) {
    return HealthSource.timedOut(sample);
  }

  private void send(SpecificRecord record, List<SpecificRecord> records) {
    SpecificRecord sent = inPlaceOf(record);
    if (sent != null) {
      records.add(sent);
    }
  }

  private void addInstrument(SimulatedInstrument instrument, PricePath path) {
    instruments.add(instrument);
    RandomGenerator random = random("book " + instrument.key());
    add(instrument.venue(), new BookSource(settings, instrument, random, path));
    if (instrument.perpetual()) {
      RandomGenerator fundingRandom = random("funding " + instrument.key());
      add(instrument.venue(), new FundingSource(settings, instrument, fundingRandom, path));
    }
  }

  private void addReference(String asset, ReferenceKind kind, String price) {
    add(null, new ReferenceSource(asset, kind, path(asset, E8.parse(price)), start()));
  }

  private void add(SimulatedVenue venue, RecordSource source) {
    schedule.add(new Scheduled(source.nextAtMicros(), sources++, venue, source));
  }

  private PricePath path(String asset, long startPriceE8) {
    return new PricePath(
        random("price " + asset),
        startPriceE8,
        start(),
        (atMicros, priceE8) -> stress.priceE8(asset, atMicros, priceE8));
  }

  private long start() {
    return settings.startMicros();
  }

  /** Each source has random numbers of its own: one more instrument changes no other. */
  private RandomGenerator random(String purpose) {
    CRC32 crc = new CRC32();
    crc.update(purpose.getBytes(StandardCharsets.UTF_8));
    return RandomGeneratorFactory.of(ALGORITHM).create(settings.seed() << 32 ^ crc.getValue());
  }
}
