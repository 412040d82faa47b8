package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/**
 * The 8-hour bars of 2023, {Binance, Bybit, OKX} × {BTC, ETH} × {spot, linear, inverse}: the close
 * as views of a book, the funding rate as a settlement at the bar's beginning.
 *
 * <p>The times are London's: 00, 08 and 16 h in winter, 01, 09 and 17 h in summer, which is when
 * the venues settle. The funding is that of its line's time (1,095 of 1,095 rates of Binance and of
 * Bybit equal the funding files), but the prices of Bybit and OKX are four hours older than their
 * lines say: their returns go with those of two neighbouring bars of Binance alike, 0.48 to 0.53.
 * So a bar of Binance closes eight hours after its time and one of the others four, and prices are
 * compared between Bybit and OKX alone.
 *
 * <p>A close is shown for five seconds, a view a second, as a book that does not move: the job
 * wants a price confirmed. How deep the book was is not in the file; the views bear {@link
 * #DEPTH_E8} so that the depth says nothing.
 */
final class RecordedBars {

  static final String FILE = "basis_8h_2023.csv.gz";

  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final int VIEWS = 5;
  private static final long SECOND_MICROS = 1_000_000L;
  private static final long BAR_MICROS = 8 * RecordedFunding.HOUR_MICROS;
  private static final long LATE_MICROS = 4 * RecordedFunding.HOUR_MICROS;

  /** Ten million in quote currency on each side. */
  private static final long DEPTH_E8 = 10_000_000L * E8.ONE;

  private static final int TIME = 0;
  private static final int EXCHANGE = 1;
  private static final int PAIR = 3;
  private static final int CLOSE = 8;
  private static final int FUNDING = 10;

  private RecordedBars() {}

  /** All views and settlements, in the order of time. */
  static List<SpecificRecord> read(Path folder) {
    List<SpecificRecord> all = new ArrayList<>();
    for (String line : GzipLines.of(folder.resolve(FILE)).stream().skip(1).toList()) {
      String[] cell = line.split(",", -1);
      long from = RecordedFunding.micros(cell[TIME], LONDON);
      String venue = cell[EXCHANGE].toUpperCase(Locale.ROOT);
      String instrument = instrument(cell[PAIR]);
      long closedAt = from + BAR_MICROS - (venue.equals("BINANCE") ? 0 : LATE_MICROS);
      long closeE8 = E8.parseRounded(cell[CLOSE]);
      for (int second = 0; second < VIEWS; second++) {
        all.add(view(venue, instrument, closeE8, closedAt + second * SECOND_MICROS));
      }
      if (!cell[FUNDING].isEmpty()) {
        all.add(
            RecordedFunding.settled(venue, instrument, E8.parseRounded(cell[FUNDING]), from, 8));
      }
    }
    all.sort(Comparator.comparingLong(StudyRun::timeMicrosOf));
    return all;
  }

  /** {@code BTC/USDT}, {@code BTCUSDT} and {@code BTCUSDCM} are spot, linear and inverse. */
  private static String instrument(String pair) {
    String asset = pair.substring(0, 3);
    return switch (pair.substring(3)) {
      case "/USDT" -> asset + "-USDT";
      case "USDT" -> asset + "-USDT-PERP";
      case "USDCM" -> asset + "-USD-PERP";
      default -> throw new IllegalArgumentException("unknown pair " + pair);
    };
  }

  private static DepthView view(String venue, String instrument, long priceE8, long atMicros) {
    List<DepthLevel> side = List.of(new DepthLevel(priceE8, 0L, DEPTH_E8, priceE8));
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setVersion(atMicros / SECOND_MICROS)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(-1)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8(priceE8)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(priceE8)
        .setBestBidQuantityE8(0)
        .setBestAskPriceE8(priceE8)
        .setBestAskQuantityE8(0)
        .setBidsComplete(false)
        .setAsksComplete(false)
        .setBids(side)
        .setAsks(side)
        .setEventId(EventIds.of("depth", venue + "|" + instrument, atMicros))
        .build();
  }
}
