package io.hedgerow.fastpath.registry;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.state.order.LegTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Venues, instruments, assets and markets by number, so that nothing is looked up by name once the
 * engine runs. Numbers follow the order of the names: the same content gives the same numbers. What
 * is not in it is unknown, and what is unknown is not traded. Immutable, safe from any thread.
 *
 * <p>Only linear instruments. Inside the engine every quantity is one of the base asset; where a
 * venue counts contracts, the session converts (see {@link Instrument#contractE8}).
 */
public final class Registry {

  /** The number of what is not known. */
  public static final int UNKNOWN = -1;

  private static final int MAX_INSTRUMENTS = 4_096;

  /**
   * A venue.
   *
   * @param number dense
   * @param account at the venue, of which statements and reconciliation count
   * @param messagesPerSecond that the venue allows us for long, orders, cancels and questions
   *     together
   * @param burstMessages that it allows at once after a pause
   * @param reservedMessages of the burst, kept for hedges and cancels (ORD-5)
   */
  public record Venue(
      int number,
      String name,
      String account,
      int messagesPerSecond,
      int burstMessages,
      int reservedMessages) {}

  /**
   * An instrument at a venue.
   *
   * @param number dense
   * @param venue number of its venue
   * @param symbol how the venue calls it in orders
   * @param asset number of its base asset
   * @param quoteAsset number of the asset that it is priced in
   * @param market number of the pair of both
   * @param contractE8 what a unit of quantity at the venue is, of the base asset
   * @param initialMarginPpm of the notional; 0 without leverage
   * @param maintenanceMarginPpm of the notional; 0 without leverage
   */
  public record Instrument(
      int number,
      int venue,
      String name,
      String symbol,
      int asset,
      int quoteAsset,
      int market,
      LegTerms terms,
      long contractE8,
      int initialMarginPpm,
      int maintenanceMarginPpm) {}

  /**
   * Where the reference price of a market comes from.
   *
   * @param source as it stands in {@code market.reference}
   */
  public record ReferenceEntry(String asset, String quoteAsset, String source) {}

  /** A venue before it has a number. */
  public record VenueEntry(
      String name, String account, int messagesPerSecond, int burstMessages, int reservedMessages) {

    /** One that allows at once what it allows in a second. */
    public VenueEntry(String name, String account, int messagesPerSecond, int reservedMessages) {
      this(name, account, messagesPerSecond, messagesPerSecond, reservedMessages);
    }
  }

  /** An instrument before it has a number. */
  public record InstrumentEntry(
      String venue,
      String name,
      String symbol,
      String asset,
      String quoteAsset,
      LegTerms terms,
      long contractE8,
      int initialMarginPpm,
      int maintenanceMarginPpm) {

    /** One whose unit is one of the base asset. */
    public InstrumentEntry(
        String venue,
        String name,
        String symbol,
        String asset,
        String quoteAsset,
        LegTerms terms,
        int initialMarginPpm,
        int maintenanceMarginPpm) {
      this(
          venue,
          name,
          symbol,
          asset,
          quoteAsset,
          terms,
          E8.ONE,
          initialMarginPpm,
          maintenanceMarginPpm);
    }
  }

  private final List<Venue> venues;
  private final List<Instrument> instruments;
  private final List<String> assets;
  private final List<String> markets;
  private final Map<String, Integer> venueNumbers = new TreeMap<>();
  private final Map<String, Integer> instrumentNumbers = new TreeMap<>();
  private final Map<String, Integer> assetNumbers = new TreeMap<>();
  private final Map<String, Integer> marketNumbers = new TreeMap<>();
  private final Map<String, List<Integer>> marketsBySource = new TreeMap<>();

  /**
   * Numbers venues and instruments.
   *
   * @throws IllegalArgumentException if a name is repeated, an instrument's venue is missing or a
   *     figure cannot be, with every problem
   */
  public Registry(
      List<VenueEntry> venueEntries,
      List<InstrumentEntry> instrumentEntries,
      List<ReferenceEntry> references) {
    List<String> problems = RegistryCheck.problemsOf(venueEntries, instrumentEntries);
    if (instrumentEntries.size() > MAX_INSTRUMENTS) {
      problems.add("expected at most " + MAX_INSTRUMENTS + " instruments");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    Map<String, VenueEntry> venuesByName = new TreeMap<>();
    venueEntries.forEach(entry -> venuesByName.put(entry.name(), entry));
    Map<String, InstrumentEntry> byKey = new TreeMap<>();
    for (InstrumentEntry entry : instrumentEntries) {
      byKey.put(InstrumentKey.of(entry.venue(), entry.name()), entry);
      assetNumbers.put(entry.asset(), 0);
      assetNumbers.put(entry.quoteAsset(), 0);
      marketNumbers.put(marketOf(entry), 0);
    }
    assets = number(assetNumbers);
    markets = number(marketNumbers);
    venuesByName.keySet().forEach(name -> venueNumbers.put(name, 0));
    number(venueNumbers);
    venues = venuesByName.values().stream().map(this::venueOf).toList();
    byKey.keySet().forEach(key -> instrumentNumbers.put(key, 0));
    number(instrumentNumbers);
    List<Instrument> numbered = new ArrayList<>();
    byKey.forEach((key, entry) -> numbered.add(instrumentOf(key, entry)));
    instruments = List.copyOf(numbered);
    for (ReferenceEntry reference : references) {
      int market = market(reference.asset(), reference.quoteAsset());
      if (market != UNKNOWN) {
        marketsBySource
            .computeIfAbsent(
                sourceKey(reference.asset(), reference.source()), key -> new ArrayList<>())
            .add(market);
      }
    }
  }

  private static String sourceKey(String asset, String source) {
    return asset + " of " + source;
  }

  /** Markets whose reference is this source's price of this asset. */
  public List<Integer> referencesOf(String asset, String source) {
    return marketsBySource.getOrDefault(sourceKey(asset, source), List.of());
  }

  private static List<String> number(Map<String, Integer> names) {
    int next = 0;
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      name.setValue(next++);
    }
    return List.copyOf(names.keySet());
  }

  private Venue venueOf(VenueEntry entry) {
    return new Venue(
        venueNumbers.get(entry.name()),
        entry.name(),
        entry.account(),
        entry.messagesPerSecond(),
        entry.burstMessages(),
        entry.reservedMessages());
  }

  private Instrument instrumentOf(String key, InstrumentEntry entry) {
    return new Instrument(
        instrumentNumbers.get(key),
        venueNumbers.get(entry.venue()),
        entry.name(),
        entry.symbol(),
        assetNumbers.get(entry.asset()),
        assetNumbers.get(entry.quoteAsset()),
        marketNumbers.get(marketOf(entry)),
        entry.terms(),
        entry.contractE8(),
        entry.initialMarginPpm(),
        entry.maintenanceMarginPpm());
  }

  private static String marketOf(InstrumentEntry entry) {
    return nameOf(entry.asset(), entry.quoteAsset());
  }

  private static String nameOf(String asset, String quoteAsset) {
    return asset + "-" + quoteAsset;
  }

  /** All venues, by number. */
  public List<Venue> venues() {
    return venues;
  }

  /** All instruments, by number. */
  public List<Instrument> instruments() {
    return instruments;
  }

  /** Names of the assets, by number. */
  public List<String> assets() {
    return assets;
  }

  /** Names of the markets, {@code BTC-USDT}, by number. */
  public List<String> markets() {
    return markets;
  }

  /** Number of a venue, or {@link #UNKNOWN}. */
  public int venue(String name) {
    return venueNumbers.getOrDefault(name, UNKNOWN);
  }

  /** Number of an instrument of a venue, or {@link #UNKNOWN}. */
  public int instrument(String venue, String name) {
    return instrumentNumbers.getOrDefault(InstrumentKey.of(venue, name), UNKNOWN);
  }

  /** Number of an asset, or {@link #UNKNOWN}. */
  public int asset(String name) {
    return assetNumbers.getOrDefault(name, UNKNOWN);
  }

  /** Number of the market of a base and a quote asset, or {@link #UNKNOWN}. */
  public int market(String asset, String quoteAsset) {
    return marketNumbers.getOrDefault(nameOf(asset, quoteAsset), UNKNOWN);
  }
}
