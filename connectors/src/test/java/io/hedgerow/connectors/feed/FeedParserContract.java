package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every venue's parser must do, whatever it is fed (NET-1, NET-4). */
@Tag("NET-1")
@Tag("NET-4")
abstract class FeedParserContract {

  static final long RECEIVED_AT_MICROS = 1_800_000_000_000_000L;
  static final InstrumentCatalog CATALOG = InstrumentCatalog.loadDefault();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OVERSIZE_CHARS = (8 << 20) + 1;
  private static final List<String> FOREIGN =
      List.of(
          "",
          " ",
          "{}",
          "[]",
          "null",
          "1",
          "\"text\"",
          "[[]]",
          "[null]",
          "[{}]",
          "{\"a\":1}",
          "{\"data\":null}",
          "{\"stream\":7,\"data\":[]}",
          "{\"e\":null}",
          "{\"topic\":{}}",
          "{\"arg\":[]}",
          "{\"channel\":[]}",
          "{\"feed\":1}",
          "{\"result\":\"success\",\"rates\":3}",
          "[{\"universe\":1},{}]",
          "<html>502 Bad Gateway</html>",
          "\u0000\u0001\u0002\u0003",
          "\ufeff{}",
          "\ud800",
          "a,b,c,d,e,f,g,h,i,j");
  private static final List<String> HOSTILE_VALUES =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "\"\"",
          "\"NaN\"",
          "\"Infinity\"",
          "-1",
          "\"-1\"",
          "0",
          "\"0\"",
          "1e999",
          "\"1e999\"",
          "1e-999999999",
          "\"1e999999999\"",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "\"92233720368547758.08\"",
          "\"0.000000001\"",
          "\"0x10\"",
          "\"\\u0000\"",
          "1234567890123456789012345678901234567890.5");

  /**
   * A valid message.
   *
   * @param raw as it is received
   * @param price a price in it that, changed, makes the message impossible; null if it has none
   * @param symbol the symbol in it
   * @param expected the records it stands for
   */
  record Sample(RawMessage raw, String price, String symbol, List<String> expected) {

    static Sample pushed(String payload, String price, String symbol, String... expected) {
      return new Sample(
          RawMessage.ofStream(payload, RECEIVED_AT_MICROS), price, symbol, List.of(expected));
    }

    static Sample fetched(
        String payload, String askedSymbol, String price, String symbol, String... expected) {
      return new Sample(
          new RawMessage(payload, RECEIVED_AT_MICROS, askedSymbol),
          price,
          symbol,
          List.of(expected));
    }

    boolean isJson() {
      return raw.payload().startsWith("{") || raw.payload().startsWith("[");
    }

    RawMessage with(String payload) {
      return new RawMessage(payload, raw.receivedAtMicros(), raw.symbol());
    }
  }

  /** The parser under test. */
  abstract FeedParser parser();

  /** At least one message of each kind that becomes records. */
  abstract List<Sample> samples();

  @Test
  void shouldTranslateEachSampleIntoItsRecords() {
    for (Sample sample : samples()) {
      assertThat(Shown.of(parser().parse(sample.raw()))).isEqualTo(sample.expected());
    }
  }

  @Test
  void shouldGiveTheSameRecordsWithDistinctIdsEachTime() {
    for (Sample sample : samples()) {
      // when
      FeedResult first = parser().parse(sample.raw());
      FeedResult second = parser().parse(sample.raw());

      // then
      assertThat(second).isEqualTo(first);
      List<String> ids =
          records(first).stream().map(r -> String.valueOf(field(r, "eventId"))).toList();
      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldGiveRecordsThatTheContractAllows() {
    for (Sample sample : samples()) {
      assertAllowed(parser().parse(sample.raw()));
    }
  }

  @Test
  void shouldRejectAMessageThatIsCutOffAnywhere() {
    for (Sample sample : samples()) {
      String payload = sample.raw().payload();
      for (int length = 0; length < payload.length(); length++) {
        FeedResult result = parser().parse(sample.with(payload.substring(0, length)));
        if (sample.isJson()) {
          assertThat(result).isInstanceOf(FeedResult.Rejected.class);
        } else {
          assertAllowed(result);
        }
      }
    }
  }

  @Test
  void shouldMakeNothingOfForeignMessages() {
    for (String foreign : FOREIGN) {
      assertThat(parser().parse(RawMessage.ofStream(foreign, RECEIVED_AT_MICROS)))
          .as(foreign)
          .isNotInstanceOf(FeedResult.Records.class);
    }
  }

  @Test
  void shouldRejectImpossiblePrices() {
    for (Sample sample : samples()) {
      if (sample.price() == null) {
        continue;
      }
      assertThat(reasonWithPrice(sample, "0")).isEqualTo(DeadLetterReason.PRICE_NOT_POSITIVE);
      assertThat(reasonWithPrice(sample, "-1.5")).isEqualTo(DeadLetterReason.PRICE_NOT_POSITIVE);
      assertThat(reasonWithPrice(sample, "1e999")).isEqualTo(DeadLetterReason.OUT_OF_RANGE);
      assertThat(reasonWithPrice(sample, "92233720368.54775808"))
          .isEqualTo(DeadLetterReason.OUT_OF_RANGE);
      assertThat(reasonWithPrice(sample, "NaN"))
          .isIn(DeadLetterReason.INVALID_FIELD, DeadLetterReason.MALFORMED);
    }
  }

  @Test
  void shouldMakeNothingOfAnUnknownSymbol() {
    for (Sample sample : samples()) {
      // given
      String payload = sample.raw().payload().replace(sample.symbol(), "NOSUCH");
      String asked = sample.raw().symbol().replace(sample.symbol(), "NOSUCH");

      // when
      FeedResult result = parser().parse(new RawMessage(payload, RECEIVED_AT_MICROS, asked));

      // then
      assertThat(result).as(payload).isNotInstanceOf(FeedResult.Records.class);
    }
  }

  @Test
  void shouldRejectAnOversizeMessage() {
    for (Sample sample : samples()) {
      String padded = sample.raw().payload() + " ".repeat(OVERSIZE_CHARS);
      assertThat(reason(parser().parse(sample.with(padded)))).isEqualTo(DeadLetterReason.OVERSIZE);
    }
  }

  @Test
  void shouldRejectDeepNestingAndTrailingTextAndRepeatedKeys() {
    for (Sample sample : samples()) {
      if (!sample.isJson()) {
        continue;
      }
      String payload = sample.raw().payload();
      String deep = payload.replaceFirst("\\{", "{\"deep\":" + nested(100_000) + ",");
      String repeated = payload.replaceFirst("\\{", "{\"x\":1,\"x\":2,");
      for (String hostile : List.of(deep, repeated, payload + " {}", nested(100_000))) {
        assertThat(reason(parser().parse(sample.with(hostile))))
            .isEqualTo(DeadLetterReason.MALFORMED);
      }
    }
  }

  @Test
  void shouldNotThrowAtManyKeysThatCollideInHashTables() {
    // given names that all have the same String.hashCode
    int bits = 12;
    StringBuilder keys = new StringBuilder("{");
    for (int name = 0; name < 1 << bits; name++) {
      keys.append('"');
      for (int bit = 0; bit < bits; bit++) {
        keys.append((name >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.append("\":1,");
    }
    String message = keys.append("\"z\":0}").toString();

    // then
    assertThat(parser().parse(RawMessage.ofStream(message, RECEIVED_AT_MICROS)))
        .isInstanceOf(FeedResult.Rejected.class);
  }

  @Test
  void shouldNeverThrowNorBreakTheContractWhenAnyValueIsHostile() throws Exception {
    for (Sample sample : samples()) {
      for (String hostile : withEachValueReplaced(sample)) {
        assertAllowed(parser().parse(sample.with(hostile)));
      }
    }
  }

  @Property(tries = 2_000)
  void shouldNeverThrowNorBreakTheContractWhateverIsChanged(@ForAll("mutants") RawMessage mutant) {
    assertAllowed(parser().parse(mutant));
  }

  @Provide
  Arbitrary<RawMessage> mutants() {
    Arbitrary<String> insert =
        Arbitraries.oneOf(
            Arbitraries.of(HOSTILE_VALUES),
            Arbitraries.of("{", "}", "[", "]", ",", ":", "\"", "-", ".", "e", "0", "9", "\\"),
            Arbitraries.strings().ofMaxLength(3));
    return Combinators.combine(
            Arbitraries.of(samples()),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 12),
            insert)
        .as(FeedParserContract::mutant);
  }

  private static RawMessage mutant(Sample sample, double where, int removed, String inserted) {
    String payload = sample.raw().payload();
    int start = (int) (where * payload.length());
    int end = Math.min(payload.length(), start + removed);
    return sample.with(payload.substring(0, start) + inserted + payload.substring(end));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private DeadLetterReason reasonWithPrice(Sample sample, String price) {
    String payload = sample.raw().payload();
    assertThat(payload).contains(sample.price());
    return reason(parser().parse(sample.with(payload.replace(sample.price(), price))));
  }

  private static DeadLetterReason reason(FeedResult result) {
    assertThat(result).isInstanceOf(FeedResult.Rejected.class);
    return ((FeedResult.Rejected) result).reason();
  }

  private static List<SpecificRecord> records(FeedResult result) {
    return result instanceof FeedResult.Records records ? records.records() : List.of();
  }

  /** Whatever a result holds can be written to its topic and is possible. */
  private static void assertAllowed(FeedResult result) {
    for (SpecificRecord record : records(result)) {
      RecordCodec.encode(record);
      assertThat(String.valueOf(field(record, "eventId"))).matches("[0-9a-f]{32}");
      assertThat((long) field(record, "receivedAtMicros")).isPositive();
      assertThat((long) field(record, "venueTimeMicros")).isGreaterThanOrEqualTo(-1);
      assertThat(keyOf(record)).isIn(KNOWN_KEYS);
      assertThat(pricesOf(record)).allMatch(priceE8 -> priceE8 > 0);
      assertThat(quantitiesOf(record)).allMatch(quantityE8 -> quantityE8 >= 0);
    }
  }

  private static final Set<String> KNOWN_KEYS =
      CATALOG.venues().stream()
          .flatMap(venue -> CATALOG.instrumentsOf(venue).stream())
          .map(Instrument::key)
          .collect(Collectors.toSet());

  private static Object field(SpecificRecord record, String name) {
    return record.get(record.getSchema().getField(name).pos());
  }

  private static String keyOf(SpecificRecord record) {
    return record instanceof ReferencePrice price
        ? price.getSource()
        : field(record, "venue") + "|" + field(record, "instrument");
  }

  private static List<Long> pricesOf(SpecificRecord record) {
    if (record instanceof BookUpdate book) {
      return levels(book).map(BookLevel::getPriceE8).toList();
    }
    if (record instanceof FundingUpdate funding) {
      return Stream.of(funding.getMarkPriceE8(), funding.getIndexPriceE8())
          .filter(price -> price != null)
          .toList();
    }
    return List.of((long) field(record, "priceE8"));
  }

  private static List<Long> quantitiesOf(SpecificRecord record) {
    if (record instanceof BookUpdate book) {
      return levels(book).map(BookLevel::getQuantityE8).toList();
    }
    return record instanceof Trade trade ? List.of(trade.getQuantityE8()) : List.of();
  }

  private static Stream<BookLevel> levels(BookUpdate book) {
    return Stream.concat(book.getBids().stream(), book.getAsks().stream());
  }

  private static List<String> withEachValueReplaced(Sample sample) throws Exception {
    if (!sample.isJson()) {
      return withEachCellReplaced(sample.raw().payload());
    }
    List<String> hostile = new ArrayList<>();
    JsonNode root = JSON.readTree(sample.raw().payload());
    replaceEach(root, root, hostile);
    return hostile;
  }

  private static List<String> withEachCellReplaced(String row) {
    List<String> hostile = new ArrayList<>();
    String[] cells = row.split(",", -1);
    for (int i = 0; i < cells.length; i++) {
      String kept = cells[i];
      for (String value : HOSTILE_VALUES) {
        cells[i] = value.replace("\"", "");
        hostile.add(String.join(",", cells));
      }
      cells[i] = kept;
    }
    return hostile;
  }

  private static void replaceEach(JsonNode root, JsonNode node, List<String> hostile) {
    String marker = "\"hostile-value\"";
    if (node instanceof ObjectNode object) {
      for (String field : fieldNames(object)) {
        JsonNode kept = object.get(field);
        object.put(field, "hostile-value");
        HOSTILE_VALUES.forEach(v -> hostile.add(root.toString().replace(marker, v)));
        object.remove(field);
        hostile.add(root.toString());
        object.set(field, kept);
        replaceEach(root, kept, hostile);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode kept = array.get(i);
        array.set(i, "hostile-value");
        HOSTILE_VALUES.forEach(v -> hostile.add(root.toString().replace(marker, v)));
        array.set(i, kept);
        replaceEach(root, kept, hostile);
      }
    }
  }

  private static List<String> fieldNames(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
