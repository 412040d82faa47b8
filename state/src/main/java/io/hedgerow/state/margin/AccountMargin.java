package io.hedgerow.state.margin;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.network.StaleCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Margin of one account, as its venue states it (NET-3, NET-7).
 *
 * <p>The newest statement rules, whole. Two things say which is newer, the venue's version and its
 * time, and where they agree, or the venue tells no time, nothing else counts. Where they disagree
 * the venue numbers anew or has set its clock back: the statement counts once nothing better came
 * for {@link #RENUMBERED_AFTER_MICROS}. Until then, and for a statement that is older by both, the
 * account keeps what it has and goes STALE by itself, so old figures are never shown as new ones.
 *
 * <p>Bound: the positions that {@link AccountCheck} lets pass, in one page. Not safe for concurrent
 * use.
 */
public final class AccountMargin implements NetworkPart {

  /**
   * The highest ratio that is told, a thousand times the equity; also that of an account that has a
   * position and no equity left.
   */
  public static final int MAX_RATIO_PPM = 1_000_000_000;

  /** After so long without a better one, a statement with a lower version or time is believed. */
  public static final long RENUMBERED_AFTER_MICROS = 10_000_000L;

  private static final int PPM = 1_000_000;
  private static final int FORMAT = 1;
  private static final long PAGE = 0;
  private static final long NONE = -1;

  private final String key;
  private long offset = NONE;
  private boolean stale;
  private long statementVersion;
  private VenueClass venueClass = VenueClass.PROGRAMME;
  private String marginAsset = "";
  private long equityE8;
  private long initialE8;
  private long maintenanceE8;
  private List<Position> positions = List.of();
  private long receivedAtMicros = NONE;
  private long venueTimeMicros = NONE;
  private boolean dirty;

  /**
   * An account of which nothing is known yet.
   *
   * @param key {@code venue|account}
   */
  public AccountMargin(String key) {
    this.key = key;
  }

  /**
   * The part that was flushed as these pages.
   *
   * @throws IllegalStateException if a page cannot be read
   */
  public static AccountMargin restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    AccountMargin restored = new AccountMargin(key);
    for (Map.Entry<Long, byte[]> page : pages) {
      restored.read(new PageReader("margin of " + key, page.getValue(), FORMAT));
    }
    return restored;
  }

  /**
   * Takes a statement that has passed {@link AccountCheck}.
   *
   * @param recordOffset where it stood in its partition; grows per key
   */
  public Outcome apply(VenueAccount statement, long recordOffset) {
    if (recordOffset <= offset) {
      return Outcome.DUPLICATE;
    }
    if (offset != NONE) {
      if (statement.getVersion() == statementVersion) {
        return Outcome.DUPLICATE;
      }
      if (!rulesOver(statement)) {
        return Outcome.OUT_OF_ORDER;
      }
    }
    take(statement);
    offset = recordOffset;
    dirty = true;
    boolean revived = stale;
    stale = false;
    return revived ? Outcome.REVIVED : Outcome.APPLIED;
  }

  /** Whether this statement, of another version, is to be believed instead of what is held. */
  private boolean rulesOver(VenueAccount statement) {
    return rulesOver(statement, statementVersion, venueTimeMicros, receivedAtMicros);
  }

  /** The same for whoever holds whole statements; one of the same version changes nothing. */
  public static boolean rulesOver(VenueAccount statement, VenueAccount held) {
    return statement.getVersion() != held.getVersion()
        && rulesOver(
            statement, held.getVersion(), held.getVenueTimeMicros(), held.getReceivedAtMicros());
  }

  private static boolean rulesOver(
      VenueAccount statement, long heldVersion, long heldVenueMicros, long heldReceivedMicros) {
    boolean higher = statement.getVersion() > heldVersion;
    boolean timed = statement.getVenueTimeMicros() != NONE && heldVenueMicros != NONE;
    boolean earlier = timed && statement.getVenueTimeMicros() < heldVenueMicros;
    boolean later = timed && statement.getVenueTimeMicros() > heldVenueMicros;
    if (higher && !earlier) {
      return true;
    }
    boolean contradictory = higher || later || !timed;
    return contradictory
        && statement.getReceivedAtMicros() >= heldReceivedMicros + RENUMBERED_AFTER_MICROS;
  }

  private void take(VenueAccount statement) {
    statementVersion = statement.getVersion();
    venueClass = statement.getVenueClass();
    marginAsset = statement.getMarginAsset();
    equityE8 = statement.getEquityE8();
    initialE8 = statement.getInitialMarginE8();
    maintenanceE8 = statement.getMaintenanceMarginE8();
    positions =
        statement.getPositions().stream()
            .filter(position -> position.getQuantityE8() != 0)
            .sorted(Comparator.comparing(Position::getInstrument))
            .toList();
    receivedAtMicros = statement.getReceivedAtMicros();
    venueTimeMicros = statement.getVenueTimeMicros();
  }

  /**
   * Maintenance requirement as a share of equity, rounded up.
   *
   * @param maintenanceE8 not negative
   * @return at most {@link #MAX_RATIO_PPM}, which stands for no equity too
   */
  static int ratioPpm(long maintenanceE8, long equityE8) {
    if (equityE8 <= 0 || maintenanceE8 / (MAX_RATIO_PPM / PPM) >= equityE8) {
      return MAX_RATIO_PPM;
    }
    return Math.toIntExact(-E8.mulDivFloor(-maintenanceE8, PPM, equityE8));
  }

  @Override
  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  @Override
  public boolean isUsable() {
    return !stale && offset != NONE;
  }

  @Override
  public boolean goStale(StaleCause cause) {
    if (!isUsable()) {
      return false;
    }
    stale = true;
    dirty = true;
    return true;
  }

  @Override
  public byte[] view() {
    return RecordCodec.encode(record());
  }

  /** The view as a record; without figures once STALE (NET-7). */
  public MarginView record() {
    long version = 2 * offset + (stale ? 1 : 0);
    boolean hasRatio = !stale && !positions.isEmpty();
    return MarginView.newBuilder()
        .setVenue(InstrumentKey.venueOf(key))
        .setAccount(InstrumentKey.instrumentOf(key))
        .setVenueClass(venueClass)
        .setVersion(version)
        .setFreshness(stale ? Freshness.STALE : Freshness.LIVE)
        .setStatementVersion(statementVersion)
        .setMarginAsset(marginAsset)
        .setEquityE8(current(equityE8))
        .setInitialMarginE8(current(initialE8))
        .setMaintenanceMarginE8(current(maintenanceE8))
        .setMarginRatioPpm(hasRatio ? Integer.valueOf(ratioPpm(maintenanceE8, equityE8)) : null)
        .setFreeE8(current(equityE8 - initialE8))
        .setPositions(stale ? List.of() : positions)
        .setReceivedAtMicros(receivedAtMicros)
        .setVenueTimeMicros(venueTimeMicros)
        .setEventId(EventIds.of("MarginView", key, version))
        .build();
  }

  /** What the margin was is not what it is (NET-7). */
  private Long current(long amountE8) {
    return stale ? null : Long.valueOf(amountE8);
  }

  @Override
  public void flush(PageStore store) {
    if (!dirty) {
      return;
    }
    PageWriter page =
        new PageWriter(FORMAT)
            .number(offset)
            .flag(stale)
            .number(statementVersion)
            .text(venueClass.name())
            .text(marginAsset)
            .number(equityE8)
            .number(initialE8)
            .number(maintenanceE8)
            .number(receivedAtMicros)
            .number(venueTimeMicros)
            .number(positions.size());
    positions.forEach(position -> write(page, position));
    store.put(PAGE, page.toPage());
    dirty = false;
  }

  private static void write(PageWriter page, Position position) {
    page.text(position.getInstrument())
        .number(position.getQuantityE8())
        .number(position.getEntryPriceE8())
        .number(position.getMarkPriceE8())
        .number(position.getUnrealizedE8())
        .number(position.getInitialMarginE8())
        .number(position.getMaintenanceMarginE8());
  }

  private void read(PageReader page) {
    offset = page.number();
    stale = page.flag();
    statementVersion = page.number();
    venueClass = VenueClass.valueOf(page.text());
    marginAsset = page.text();
    equityE8 = page.number();
    initialE8 = page.number();
    maintenanceE8 = page.number();
    receivedAtMicros = page.number();
    venueTimeMicros = page.number();
    int count = page.count(AccountCheck.MAX_LISTED);
    List<Position> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(
          new Position(
              page.text(),
              page.number(),
              page.number(),
              page.number(),
              page.number(),
              page.number(),
              page.number()));
    }
    positions = List.copyOf(read);
    page.end();
  }
}
