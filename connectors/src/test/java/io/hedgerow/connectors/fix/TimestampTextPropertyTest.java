package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UTC timestamps against java.time. */
@Tag("ORD-1")
class TimestampTextPropertyTest {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd-HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long LAST_MICROS = 253_402_300_799_999_999L; // year 9999

  private final TimestampText text = new TimestampText();

  @Property(tries = 5_000)
  void shouldWriteAndReadAsJavaTimeDoes(
      @ForAll @LongRange(min = 0, max = LAST_MICROS) long epochMicros) {
    Instant moment = Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
    assertThat(text.set(epochMicros).toString()).isEqualTo(FORMAT.format(moment));
    assertThat(TimestampText.parseMicros(text)).isEqualTo(epochMicros / 1_000 * 1_000);
  }

  @Property
  void shouldWriteMomentsOneAfterAnother(
      @ForAll @LongRange(min = 0, max = LAST_MICROS / 2) long start,
      @ForAll @LongRange(min = 0, max = 200_000_000_000L) long step) {
    text.set(start);
    text.set(start + step);
    assertThat(text.toString())
        .isEqualTo(FORMAT.format(Instant.EPOCH.plus(start + step, ChronoUnit.MICROS)));
  }

  @Property
  void shouldNeverThrow(@ForAll String hostile) {
    assertThat(TimestampText.parseMicros(hostile)).isGreaterThanOrEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20261121",
        "20261121-18:40",
        "20261321-18:40:00",
        "20261100-18:40:00",
        "20261121-24:40:00",
        "20261121-18:60:00",
        "20261121-18:40:61",
        "20261121 18:40:00",
        "2026112x-18:40:00",
        "20261121-18:40:00,123",
        "20261121-18:40:00.12x",
        "19691231-23:59:59"
      })
  void shouldRefuseWhatIsNoTimestamp(String hostile) {
    assertThat(TimestampText.parseMicros(hostile)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261121-18:40:00", "20261121-18:40:00.000", "20261121-18:40:00.000000"})
  void shouldReadEveryPrecision(String precise) {
    assertThat(TimestampText.parseMicros(precise)).isEqualTo(1_795_286_400_000_000L);
  }
}
