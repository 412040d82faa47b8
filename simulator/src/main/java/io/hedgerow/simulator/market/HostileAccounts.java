package io.hedgerow.simulator.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.market.HostileInput.Message;
import io.hedgerow.simulator.market.HostileInput.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Builds statements of accounts that cannot be true, each of an account of its own. */
final class HostileAccounts {

  private static final String VENUE = "SIM-HOSTILE";
  private static final String INSTRUMENT = "BTC-USDT-PERP";
  private static final long HOUR_MICROS = 3_600_000_000L;

  /** More than any setting lets an account have open. */
  private static final int TOO_MANY = 5_000;

  private final long nowMicros;
  private final List<HostileInput> all = new ArrayList<>();

  HostileAccounts(long nowMicros) {
    this.nowMicros = nowMicros;
  }

  List<HostileInput> all() {
    String name = "statement-of-another-account";
    byte[] key = key("somebody-else");
    add(name, DeadLetterReason.WRONG_KEY, new Message(key, RecordCodec.encode(statement(name))));
    byte[] whole = RecordCodec.encode(statement("truncated-statement"));
    add(
        "truncated-statement",
        DeadLetterReason.MALFORMED,
        new Message(key("truncated-statement"), Arrays.copyOf(whole, whole.length / 2)));
    header();
    figures();
    return List.copyOf(all);
  }

  private void header() {
    dead("version-zero", DeadLetterReason.INVALID_FIELD, s -> s.setVersion(0));
    dead("negative-version", DeadLetterReason.INVALID_FIELD, s -> s.setVersion(Long.MIN_VALUE));
    dead("no-margin-asset", DeadLetterReason.INVALID_FIELD, s -> s.setMarginAsset(""));
    dead(
        "statement-of-the-future",
        DeadLetterReason.IMPOSSIBLE_TIME,
        s -> s.setReceivedAtMicros(nowMicros + HOUR_MICROS));
    dead(
        "moment-of-the-future",
        DeadLetterReason.IMPOSSIBLE_TIME,
        s -> s.setVenueTimeMicros(Long.MAX_VALUE));
  }

  private void figures() {
    dead("equity-overflow", DeadLetterReason.OUT_OF_RANGE, s -> s.setEquityE8(Long.MIN_VALUE));
    dead(
        "requirement-overflow",
        DeadLetterReason.OUT_OF_RANGE,
        s -> s.setInitialMarginE8(Long.MAX_VALUE));
    dead("negative-requirement", DeadLetterReason.OUT_OF_RANGE, s -> s.setMaintenanceMarginE8(-1));
    dead(
        "position-overflow",
        DeadLetterReason.OUT_OF_RANGE,
        s -> s.getPositions().get(0).setQuantityE8(Long.MIN_VALUE));
    dead(
        "position-without-a-mark",
        DeadLetterReason.PRICE_NOT_POSITIVE,
        s -> s.getPositions().get(0).setMarkPriceE8(0));
    dead(
        "the-same-position-twice",
        DeadLetterReason.INVALID_FIELD,
        s -> s.getPositions().add(position(INSTRUMENT)));
    dead(
        "too-many-positions",
        DeadLetterReason.INVALID_FIELD,
        s -> {
          for (int i = 0; i < TOO_MANY; i++) {
            s.getPositions().add(position("I" + i));
          }
        });
  }

  private void dead(String name, DeadLetterReason reason, Consumer<VenueAccount> damage) {
    VenueAccount statement = statement(name);
    damage.accept(statement);
    add(name, reason, new Message(key(name), RecordCodec.encode(statement)));
  }

  private void add(String name, DeadLetterReason reason, Message message) {
    Outcome outcome = new Outcome.DeadLetter(reason);
    all.add(new HostileInput(name, Topic.VENUE_ACCOUNTS, List.of(message), outcome));
  }

  private VenueAccount statement(String name) {
    return VenueAccount.newBuilder()
        .setVenue(VENUE)
        .setAccount(name)
        .setVenueClass(VenueClass.PROGRAMME)
        .setVersion(1)
        .setMarginAsset("USDT")
        .setEquityE8(1_000 * E8.ONE)
        .setInitialMarginE8(2 * E8.ONE)
        .setMaintenanceMarginE8(E8.ONE)
        .setBalances(List.of())
        .setPositions(new ArrayList<>(List.of(position(INSTRUMENT))))
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(nowMicros)
        .setEventId(EventIds.of("Hostile statement", name, 1))
        .build();
  }

  private static Position position(String instrument) {
    return new Position(instrument, E8.ONE, 100 * E8.ONE, 100 * E8.ONE, 0L, 2 * E8.ONE, E8.ONE);
  }

  private static byte[] key(String account) {
    return InstrumentKey.of(VENUE, account).getBytes(UTF_8);
  }
}
