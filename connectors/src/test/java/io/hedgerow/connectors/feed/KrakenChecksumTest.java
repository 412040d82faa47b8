package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The record holds all that Kraken's checksum is made of (NET-1). */
@Tag("NET-1")
class KrakenChecksumTest {

  private static final int E8_DECIMALS = 8;

  @Test
  void shouldCarryWhatTheChecksumIsMadeOf() throws IOException {
    // given the documented book, whose prices have four decimals
    String catalog =
        "venues: {KRAKEN: {instruments: {ETH/USDT: {id: ETH-USDT, asset: ETH, priceDecimals: 4,"
            + " quantityDecimals: 8}}}}";
    FeedParser parser =
        new KrakenFeedParser(
            InstrumentCatalog.load(
                new ByteArrayInputStream(catalog.getBytes(StandardCharsets.UTF_8)), "test"));
    String payload =
        PayloadSamples.of(RecordedData.folder("payloads/kraken")).stream()
            .filter(received -> received.file().endsWith("Spot/AggBook.txt"))
            .map(PayloadSamples.Received::payload)
            .filter(text -> text.contains("checksum"))
            .findFirst()
            .orElseThrow();

    // when
    FeedResult result = parser.parse(RawMessage.ofStream(payload, 1_800_000_000_000_000L));

    // then
    BookUpdate book = (BookUpdate) ((FeedResult.Records) result).records().get(0);
    String text =
        digits(book.getAsks(), book.getPriceDecimals(), book.getQuantityDecimals())
            + digits(book.getBids(), book.getPriceDecimals(), book.getQuantityDecimals());
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(crc.getValue()).isEqualTo(book.getChecksum()).isEqualTo(2_439_117_997L);
  }

  private static String digits(List<BookLevel> levels, int priceDecimals, int quantityDecimals) {
    return levels.stream()
        .map(
            l ->
                digits(l.getPriceE8(), priceDecimals) + digits(l.getQuantityE8(), quantityDecimals))
        .collect(Collectors.joining());
  }

  private static String digits(long valueE8, int decimals) {
    return BigDecimal.valueOf(valueE8, E8_DECIMALS)
        .setScale(decimals, RoundingMode.UNNECESSARY)
        .unscaledValue()
        .toString();
  }
}
