package io.hedgerow.operators.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-1")
class BookPartKindTest {

  private static final long CONFLATION_MILLIS = 100;
  private static final long ONE = 100_000_000L;
  private static final ViewTiming TIMING =
      new ViewTiming(
          Duration.ofMillis(CONFLATION_MILLIS),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofHours(24));

  private OperatorHarness<String, KeyedRecord, OutputRecord> operator =
      open(new BookPartKind(BookLimits.defaults()));
  private long offset;

  private static OperatorHarness<String, KeyedRecord, OutputRecord> open(BookPartKind kind) {
    try {
      return OperatorHarness.operator(() -> new NetworkPartOperator<>(kind, TIMING))
          .keyedBy(KeyedRecord::key, Types.STRING)
          .open();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void shouldSayOnceThatABookIsCrossedHoweverOftenItIsHit() throws Exception {
    push("X|A", whole(1, 100, 101));
    for (int i = 2; i < 500; i++) {
      push("X|A", whole(i, 101, 100));
    }
    operator.processingTime(CONFLATION_MILLIS);

    assertThat(views())
        .containsExactly("LIVE NONE", "CROSSED CROSSED_BOOK", "CROSSED CROSSED_BOOK");
    assertThat(alerts()).containsExactly("BOOK_RECOVERED", "BOOK_INVALID");
  }

  @Test
  void shouldRaiseNoAlertForABookThatBeginsToWait() throws Exception {
    push("X|A", delta(5));
    push("X|A", delta(6));

    assertThat(views()).containsExactly("RESYNC AWAITING_SNAPSHOT");
    assertThat(alerts()).isEmpty();
  }

  /** Else a restored book would look at the venue's clock on other messages. */
  @Test
  void shouldKeepTheTimeOfADroppedDelta() {
    BookPartKind kind = new BookPartKind(BookLimits.defaults());
    Book book = kind.create("X|A");
    List<PartKind.Effect> effects = new ArrayList<>();
    for (long i = 1; i <= 2; i++) {
      BookUpdate delta = delta(i);
      delta.setSequencing(Sequencing.UNSEQUENCED);
      delta.setVenueTimeMicros(-1);
      effects.add(kind.apply(book, new KeyedRecord("X|A", RecordCodec.encode(delta), 0, i), null));
    }

    assertThat(effects).last().isEqualTo(PartKind.Effect.NOTED);
    assertThat(book.receivedAtMicros()).isEqualTo(2);
  }

  @Test
  void shouldBoundWhatWaitsOverAllBooks() throws Exception {
    operator.close();
    operator = open(new BookPartKind(BookLimits.defaults(), 100));
    push("X|GOOD", delta(1));
    operator.outputs();
    for (int i = 1; i < 500; i++) {
      push("X|BAD", delta(i));
    }
    assertThat(views()).containsExactly("RESYNC AWAITING_SNAPSHOT");

    push("X|GOOD", whole(0, 100, 101));
    push("X|BAD", whole(499, 100, 101));
    push("X|BAD", delta(500));
    operator.snapshot();

    assertThat(views()).containsOnly("LIVE NONE");
  }

  @Test
  void shouldRepeatTheSameViewsWithTheSameIdsAfterARestore() throws Exception {
    List<KeyedRecord> log = new ArrayList<>();
    for (long i = 1; i < 60; i++) {
      String key = "X|" + (i % 3 == 0 ? "A" : "B");
      boolean whole = i < 3 || i % 20 == 0;
      BookUpdate update = whole ? whole(i, 100, 101) : i % 17 == 0 ? delta(i + 50) : delta(i);
      log.add(new KeyedRecord(key, RecordCodec.encode(update), 0, i));
    }
    List<String> first = new ArrayList<>();
    OperatorSnapshot checkpoint = null;
    for (int i = 0; i < log.size(); i++) {
      if (i == 30) {
        checkpoint = operator.snapshot();
        operator.outputs();
      }
      first.addAll(afterwards(log.get(i)));
    }

    operator = operator.restartFrom(checkpoint);
    List<String> again = new ArrayList<>();
    for (KeyedRecord record : log.subList(30, log.size())) {
      again.addAll(afterwards(record));
    }

    assertThat(again).isNotEmpty();
    assertThat(first).hasSizeGreaterThan(again.size()).endsWith(again.toArray(new String[0]));
  }

  /** The views of one record, each published before the next record comes. */
  private List<String> afterwards(KeyedRecord record) throws Exception {
    operator.push(record);
    operator.snapshot();
    List<String> views = new ArrayList<>();
    for (OutputRecord output : operator.outputs()) {
      DepthView view = (DepthView) RecordCodec.decode(output.value);
      views.add(output.key + " " + view.getVersion() + " " + view.getEventId() + " " + view);
    }
    return views;
  }

  private List<String> alerts() {
    return operator.sideOutputs(NetworkPartOperator.ALERTS).stream().map(Alert::getType).toList();
  }

  private List<String> views() throws UnreadableRecordException {
    List<String> views = new ArrayList<>();
    for (OutputRecord record : operator.outputs()) {
      DepthView view = (DepthView) RecordCodec.decode(record.value);
      views.add(view.getValidity() + " " + view.getReason());
    }
    return views;
  }

  private void push(String key, BookUpdate update) throws Exception {
    operator.push(new KeyedRecord(key, RecordCodec.encode(update), 0, offset++));
  }

  private static BookUpdate whole(long sequence, long bid, long ask) {
    BookUpdate whole = update(BookUpdateKind.RESTART, -1, sequence);
    whole.getBids().add(new BookLevel(bid * ONE, ONE));
    whole.getAsks().add(new BookLevel(ask * ONE, ONE));
    return whole;
  }

  private static BookUpdate delta(long sequence) {
    return update(BookUpdateKind.DELTA, sequence, sequence);
  }

  private static BookUpdate update(BookUpdateKind kind, long first, long last) {
    return BookUpdate.newBuilder()
        .setVenue("X")
        .setInstrument("A")
        .setKind(kind)
        .setSequencing(Sequencing.RANGE)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(last)
        .setVenueTimeMicros(last)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(ONE)
        .setDepthLimit(0)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(new ArrayList<>())
        .setAsks(new ArrayList<>())
        .setEventId("0123456789abcdef0123456789abcdef")
        .build();
  }
}
