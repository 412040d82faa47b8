package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.simulator.market.HostileInput.Message;
import io.hedgerow.simulator.market.HostileInput.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileInputTest {

  private static final long NOW_MICROS = 1_790_000_000_000_000L;
  private static final List<HostileInput> BOOKS = HostileInput.catalogue(NOW_MICROS);
  private static final List<HostileInput> ALL =
      Stream.concat(BOOKS.stream(), HostileInput.accounts(NOW_MICROS).stream()).toList();

  /** What the codec alone can tell from the bytes. */
  private static final Set<DeadLetterReason> UNREADABLE =
      EnumSet.of(
          DeadLetterReason.NULL_VALUE,
          DeadLetterReason.NOT_FRAMED,
          DeadLetterReason.UNKNOWN_SCHEMA_ID,
          DeadLetterReason.MALFORMED,
          DeadLetterReason.OVERSIZE);

  @Test
  void shouldBeUnreadableWithTheExpectedReasonOrReadable() {
    for (HostileInput input : ALL) {
      assertThat(reasonOf(input.hostile()))
          .as(input.name())
          .isEqualTo(
              input.outcome() instanceof Outcome.DeadLetter dead
                      && UNREADABLE.contains(dead.reason())
                  ? dead.reason()
                  : null);
    }
  }

  @Test
  void shouldCoverEveryDeadLetterReasonOfABook() {
    Set<DeadLetterReason> covered =
        BOOKS.stream()
            .map(HostileInput::outcome)
            .filter(Outcome.DeadLetter.class::isInstance)
            .map(outcome -> ((Outcome.DeadLetter) outcome).reason())
            .collect(Collectors.toSet());

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(DeadLetterReason.INVALID_FIELD)));
  }

  @Test
  void shouldShareNoKey() {
    assertThat(ALL.stream().map(input -> text(input.hostile().key()))).doesNotHaveDuplicates();
    assertThat(ALL).hasSizeGreaterThanOrEqualTo(34);
  }

  private static DeadLetterReason reasonOf(Message message) {
    try {
      RecordCodec.decode(message.value());
      return null;
    } catch (UnreadableRecordException e) {
      return e.reason();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
