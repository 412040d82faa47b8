package io.hedgerow.simulator.world;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.market.MarketFaults;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.FaultParameter;
import io.hedgerow.simulator.venue.FrameFaults;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderWire;
import io.hedgerow.simulator.venue.SimulatedExchange;
import io.hedgerow.simulator.venue.VenueFault;
import io.hedgerow.simulator.venue.VenueFaults;
import io.hedgerow.simulator.venue.VenuePresets;
import io.hedgerow.simulator.venue.VenueRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * The generated market and the venues on which it trades: three programme venues and one of
 * self-custody, each with books to take from and the desk's account (TRUTH-4). What was received
 * from all of them comes as one list of records; the same settings, faults and requests give the
 * same list.
 *
 * <p>What a client takes from a book is gone at the venue at once; the published book shows it when
 * its level changes next. For one thread.
 */
public final class SimulatedWorld {

  /** The desk's account at each venue. */
  public static final String DESK = "main";

  private static final long DESK_QUOTE_E8 = 1_000_000 * E8.ONE;

  /** Of each asset the desk has what this buys at the start. */
  private static final long DESK_BASE_VALUE_E8 = 100_000 * E8.ONE;

  private static final String QUOTE = "USDT";

  private final VenueFaults faults;
  private final MarketGenerator generator;
  private final SelfCustodyMarket selfCustody = new SelfCustodyMarket();
  private final Map<String, SimulatedExchange> exchanges = new LinkedHashMap<>();
  private final Map<String, FrameFaults> frames = new LinkedHashMap<>();
  private final Map<String, OrderWire> wires = new LinkedHashMap<>();
  private final Treasury treasury;
  private final List<SpecificRecord> market = new ArrayList<>();
  private List<SpecificRecord> happened = new ArrayList<>();

  /**
   * A world that opens at the settings' start.
   *
   * @throws IllegalArgumentException if a price jump is not possible here
   */
  public SimulatedWorld(MarketSettings settings, VenueFaults faults) {
    this.faults = faults;
    MarketFaults jumping = settings.faults().with(jumps(faults));
    this.generator = new MarketGenerator(settings.with(jumping));
    for (VenueRules rules : rules(settings.assets())) {
      String venue = rules.venue();
      SimulatedExchange exchange =
          new SimulatedExchange(rules, faults, settings.startMicros(), this::happened);
      exchange.credit(DESK, QUOTE, DESK_QUOTE_E8);
      for (SimulatedAsset asset : settings.assets()) {
        long quantity = E8.mulDivFloor(DESK_BASE_VALUE_E8, E8.ONE, asset.startPriceE8());
        exchange.credit(DESK, asset.symbol(), quantity);
      }
      exchanges.put(venue, exchange);
      frames.put(venue, new FrameFaults(faults, venue));
    }
    this.treasury = new Treasury(exchanges, settings.startMicros(), this::advance);
  }

  /** The IDs of its venues. */
  public static Collection<String> venues() {
    TreeSet<String> venues = new TreeSet<>(List.of(VenuePresets.SELF_CUSTODY));
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      venues.add(venue.id());
    }
    return venues;
  }

  private static List<VenueRules> rules(List<SimulatedAsset> assets) {
    List<VenueRules> rules = new ArrayList<>();
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      rules.add(VenuePresets.of(venue, assets));
    }
    rules.add(VenuePresets.selfCustody(assets));
    return rules;
  }

  /**
   * Checks that all of them can be played here.
   *
   * @throws IllegalArgumentException if one cannot
   */
  public static void requirePossible(VenueFaults faults) {
    jumps(faults);
  }

  /** A jump is one of the market: book, checksum and mark price move together. */
  private static List<MarketFaults.PriceJump> jumps(VenueFaults faults) {
    List<MarketFaults.PriceJump> jumps = new ArrayList<>();
    for (VenueFault fault : faults.faults()) {
      if (fault.kind() == FaultKind.PRICE_JUMP) {
        if (fault.venue().equals(VenuePresets.SELF_CUSTODY)) {
          throw new IllegalArgumentException(
              fault.venue() + " follows the prices of SIM-ALPHA: let that one jump");
        }
        jumps.add(
            new MarketFaults.PriceJump(
                SimulatedVenue.valueOf(fault.venue().replace('-', '_')),
                fault.text(FaultParameter.INSTRUMENT),
                fault.fromMicros(),
                fault.toMicros(),
                fault.number(FaultParameter.MOVE_PPM)));
      }
    }
    return jumps;
  }

  /** Everything that the three programme venues trade. */
  public List<SimulatedInstrument> instruments() {
    return generator.instruments();
  }

  /** Its venues by their IDs, in a fixed order. */
  public Map<String, SimulatedExchange> exchanges() {
    return Collections.unmodifiableMap(exchanges);
  }

  /** What goes wrong in it. */
  public VenueFaults faults() {
    return faults;
  }

  /** From now on requests to this venue come this way, and its reports go back. */
  public void attach(String venue, OrderWire wire) {
    wires.put(venue, wire);
  }

  /**
   * Everything received since the last step, up to and including now, in the order of its receipt:
   * the market as its readers see it, and what the venues say of orders, accounts and themselves.
   *
   * @throws IllegalArgumentException if the time runs backwards
   */
  public List<SpecificRecord> step(long nowMicros) {
    market.clear();
    for (SpecificRecord record : generator.step(nowMicros)) {
      take(record);
      selfCustody.following(record).forEach(this::take);
    }
    treasury.advanceTo(nowMicros);
    exchanges.forEach((venue, exchange) -> pass(venue, exchange, nowMicros));
    List<SpecificRecord> received = happened;
    happened = new ArrayList<>();
    return received;
  }

  /** The market of the last step as the venues sent it, before anything was lost on the way. */
  public List<SpecificRecord> newestMarket() {
    return Collections.unmodifiableList(market);
  }

  /** Whether the venue's feed stands still now, and which of its frames are lost. */
  public FrameFaults frames(String venue) {
    return frames.get(venue);
  }

  private void take(SpecificRecord generated) {
    if (generated instanceof VenueSample sample && sample.getChannel() != Channel.MARKET_DATA) {
      return; // The venues themselves answer for accounts and orders.
    }
    long atMicros = RecordKeys.eventTimeMicrosOf(generated);
    SimulatedExchange of = exchanges.get(venueOf(generated));
    SpecificRecord record =
        SteppedClock.of(generated, of == null ? 0 : of.clockStepMicros(atMicros));
    treasury.advanceTo(atMicros);
    exchanges.forEach(
        (venue, exchange) -> exchange.market(record, atMicros, report -> tell(venue, report)));
    market.add(record);
    SpecificRecord seen = seen(record, venueOf(record), atMicros);
    if (seen != null) {
      happened.add(seen);
    }
  }

  /** What a reader of the venue's market data gets; null: nothing. */
  private SpecificRecord seen(SpecificRecord record, String venue, long atMicros) {
    if (!exchanges.containsKey(venue)) {
      return record;
    }
    if (exchanges.get(venue).isConnected(atMicros)) {
      return frames.get(venue).inPlaceOf(record, atMicros);
    }
    return record instanceof VenueSample sample ? MarketGenerator.unanswered(sample) : null;
  }

  private void pass(String venue, SimulatedExchange exchange, long nowMicros) {
    OrderWire wire = wires.get(venue);
    if (wire != null && exchange.isConnected(nowMicros)) {
      wire.poll(nowMicros);
    } else if (wire != null) {
      wire.cut(nowMicros);
    }
    advance(venue, nowMicros);
  }

  private void advance(String venue, long toMicros) {
    exchanges.get(venue).advanceTo(toMicros, report -> tell(venue, report));
  }

  private void tell(String venue, OrderReport report) {
    OrderWire wire = wires.get(venue);
    if (wire != null) {
      wire.report(report);
    }
  }

  private void happened(SpecificRecord record) {
    SpecificRecord seen = record instanceof VenueSample ? generator.inPlaceOf(record) : record;
    if (seen != null) {
      happened.add(seen);
    }
  }

  private static String venueOf(SpecificRecord record) {
    if (record instanceof BookUpdate book) {
      return book.getVenue();
    }
    if (record instanceof Trade trade) {
      return trade.getVenue();
    }
    if (record instanceof VenueSample sample) {
      return sample.getVenue();
    }
    return record instanceof FundingUpdate funding ? funding.getVenue() : "";
  }
}
