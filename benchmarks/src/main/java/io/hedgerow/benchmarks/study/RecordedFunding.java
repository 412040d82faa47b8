package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The recorded BTC funding of seven venues, as the settlements that the venues would have stated,
 * each received when it was paid.
 *
 * <p>The files bear times of different zones. Those of Binance lie three hours, in summer and in
 * winter, behind the funding of the 2023 bars in UTC, settlement for settlement (1,095 of 1,095
 * rates are equal); Bybit, Htx and Mexc, which settle with it, show the same hours, and KuCoin's
 * hours become its 04, 12 and 20 h UTC. Gate and dYdX are in UTC.
 */
final class RecordedFunding {

  static final long HOUR_MICROS = 3_600_000_000L;

  /** A venue's file. */
  enum Venue {
    BINANCE(3, 8, "BTC-USDT-PERP"),
    BYBIT(3, 8, "BTC-USDT-PERP"),
    DYDX(0, 1, "BTC-USD-PERP"),
    GATE(0, 8, "BTC-USDT-PERP"),
    HTX(3, 8, "BTC-USDT-PERP"),
    KUCOIN(3, 8, "BTC-USDT-PERP"),
    MEXC(3, 8, "BTC-USDT-PERP");

    private final ZoneOffset zone;
    private final int hours;
    private final String instrument;

    Venue(int zoneHours, int hours, String instrument) {
      this.zone = ZoneOffset.ofHours(zoneHours);
      this.hours = hours;
      this.instrument = instrument;
    }

    String route() {
      return name() + "|" + instrument;
    }

    /** What brings its rates to 8 hours. */
    int toEightHours() {
      return 8 / hours;
    }
  }

  private RecordedFunding() {}

  /** All settlements of all venues, in the order of time. */
  static List<FundingUpdate> read(Path folder) {
    List<FundingUpdate> all = new ArrayList<>();
    for (Venue venue : Venue.values()) {
      all.addAll(read(folder, venue));
    }
    all.sort(Comparator.comparingLong(FundingUpdate::getReceivedAtMicros));
    return all;
  }

  private static List<FundingUpdate> read(Path folder, Venue venue) {
    String pattern = "BTC-USDT_" + venue.name().toLowerCase(Locale.ROOT) + "_*.csv.gz";
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      return GzipLines.of(files.iterator().next()).stream()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              cell ->
                  settled(
                      venue.name(),
                      venue.instrument,
                      E8.parseRounded(cell[2]),
                      micros(cell[1], venue.zone),
                      venue.hours))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time of a text {@code 2020-01-01 03:00:00}, µs since the epoch. */
  static long micros(String text, ZoneId zone) {
    return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant().toEpochMilli()
        * 1_000;
  }

  static FundingUpdate settled(
      String venue, String instrument, long rateE8, long atMicros, int hours) {
    return FundingUpdate.newBuilder()
        .setVenue(venue)
        .setInstrument(instrument)
        .setAsset(instrument.substring(0, instrument.indexOf('-')))
        .setKind(FundingKind.SETTLED)
        .setRateE8(rateE8)
        .setFundingTimeMicros(atMicros)
        .setDeclaredIntervalMicros(hours * HOUR_MICROS)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("FundingUpdate/SETTLED", venue + "|" + instrument, atMicros))
        .build();
  }
}
