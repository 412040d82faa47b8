package io.hedgerow.state.gate;

import java.util.Random;

/** Inputs of orders that the gate accepts, different for each seed. */
final class AcceptedOrder {

  static final long NOW = 1_760_000_000_000_000L;
  static final long MILLIS = 1_000;

  static final GateLimits LIMITS =
      new GateLimits(
          7,
          new GateLimits.Ages(
              1_000 * MILLIS,
              2_000 * MILLIS,
              5_000 * MILLIS,
              10_000 * MILLIS,
              200 * MILLIS,
              3_000 * MILLIS,
              60_000 * MILLIS,
              50 * MILLIS),
          new GateLimits.Engine(100_000, 2),
          new GateLimits.Market(400 * MILLIS, 250 * MILLIS, 500 * MILLIS, 50_000, 10_000, 1),
          new GateLimits.Venue(300 * MILLIS, 20_000, 950_000, 2),
          new GateLimits.Caps(
              100_000_000_000_000L, 50_000_000_000_000L, 20_000_000_000_000L, 1_000_000_000L),
          new GateLimits.Costs(500_000, 2_500, 5));

  private final GateInputs in = new GateInputs();
  private final Random random;
  private final boolean reducing;
  private final int legs;

  private AcceptedOrder(Random random, boolean reducing, int legs) {
    this.random = random;
    this.reducing = reducing;
    this.legs = legs;
  }

  /** Of any purpose. */
  static GateInputs of(long seed) {
    Random random = new Random(seed);
    boolean reducing = random.nextInt(3) == 0;
    return new AcceptedOrder(random, reducing, reducing ? 1 + random.nextInt(2) : 2).make();
  }

  static GateInputs opening(long seed) {
    return new AcceptedOrder(new Random(seed), false, 2).make();
  }

  static GateInputs reducing(long seed, int legs) {
    return new AcceptedOrder(new Random(seed), true, legs).make();
  }

  /** What the order does not need stays missing. */
  private GateInputs make() {
    in.now(NOW);
    engine();
    signal();
    long referenceE8 = between(100_000_000L, 10_000_000_000_000L);
    for (int leg = 0; leg < legs; leg++) {
      market(leg, referenceE8 + referenceE8 / 1_000 * between(-4, 4));
      venue(leg);
      sizes(leg);
    }
    if (!reducing) {
      long exposureE8 = between(-50_000_000_000_000L, 50_000_000_000_000L);
      aged(GateInput.ASSET_EXPOSURE, 0, exposureE8, 10_000 * MILLIS);
      in.set(GateInput.EDGE, between(5, 1_000));
    }
    return in;
  }

  private void engine() {
    in.set(GateInput.ENGINE_STATE, GateCode.ENGINE_RUNNING);
    in.set(GateInput.JOURNAL_ROOM, between(100_000, 1_000_000));
    aged(GateInput.RISK_FEED, 0, between(0, 1_000), 200 * MILLIS);
    boolean restricted = reducing && random.nextBoolean();
    in.set(GateInput.RISK_STATE, restricted ? GateCode.STATE_BSCB : GateCode.STATE_NORMAL);
    in.set(
        GateInput.EXISTING_EXPOSURE,
        restricted ? GateCode.EXPOSURE_REDUCED : GateCode.EXPOSURE_MANAGED);
    in.set(GateInput.POLICY_VERSION, 7);
    in.set(GateInput.REPEATS, between(0, 2));
  }

  private void signal() {
    long created = NOW - between(-50 * MILLIS, 3_000 * MILLIS);
    in.set(GateInput.SIGNAL_CREATED, 0, created, created, 0);
    in.set(GateInput.SIGNAL_TIMEOUT, between(3_500 * MILLIS, 60_000 * MILLIS));
    in.set(GateInput.SIGNAL_MAX_SLIPPAGE, between(2_000, 3_000));
    in.set(GateInput.PURPOSE, reducing ? GateCode.PURPOSE_REDUCE : GateCode.PURPOSE_OPEN);
    in.set(GateInput.LEGS, legs);
    in.set(GateInput.SAME_CONTENT, between(0, 1));
  }

  private void market(int leg, long referenceE8) {
    long sequence = between(-1, 1_000_000);
    long at = NOW - between(0, 300 * MILLIS);
    long percentE8 = referenceE8 / 100;
    in.set(GateInput.BOOK_VALIDITY, leg, GateCode.BOOK_LIVE, at, sequence);
    in.set(GateInput.BOOK_SEQUENCE, leg, sequence);
    in.set(GateInput.BEST_BID, leg, referenceE8 - between(1, percentE8), at, sequence);
    in.set(GateInput.BEST_ASK, leg, referenceE8 + between(1, percentE8), at, sequence);
    aged(GateInput.REFERENCE_PRICE, leg, referenceE8, 2_000 * MILLIS);
    in.set(GateInput.ORDER_PRICE, leg, referenceE8 + between(-percentE8, percentE8));
    aged(GateInput.CLOCK_OFFSET, leg, between(-250 * MILLIS, 250 * MILLIS), 5_000 * MILLIS);
    in.set(GateInput.WALK_IMPACT, leg, between(0, 1_500), at, sequence);
    in.set(GateInput.SLIPPAGE_BOUND, leg, between(1_500, 2_000));
    in.set(GateInput.DEPTH_AVAILABLE, leg, between(2_000_000_000L, 3_000_000_000L), at, sequence);
  }

  private void venue(int leg) {
    aged(GateInput.VENUE_REACHABLE, leg, GateCode.YES, 5_000 * MILLIS);
    aged(GateInput.VENUE_STATUS, leg, GateCode.VENUE_ONLINE, 5_000 * MILLIS);
    aged(GateInput.VENUE_LATENCY_P99, leg, between(0, 300 * MILLIS), 5_000 * MILLIS);
    aged(GateInput.VENUE_ERRORS, leg, between(0, 20_000), 5_000 * MILLIS);
    aged(GateInput.VENUE_RELIABILITY, leg, between(950_000, 1_000_000), 5_000 * MILLIS);
    in.set(GateInput.SESSION_READY, leg, GateCode.YES);
    in.set(GateInput.MESSAGES_LEFT, leg, between(2, 100));
    aged(GateInput.RECONCILIATION_STATUS, leg, GateCode.RECONCILIATION_CLEAN, 60_000 * MILLIS);
    in.set(GateInput.UNRESOLVED_ORDERS, leg, 0);
    in.set(GateInput.VENUE_SWEPT, leg, GateCode.YES);
  }

  /** Position and depth suffice for the largest order that is allowed. */
  private void sizes(int leg) {
    aged(GateInput.INVENTORY_AVAILABLE, leg, between(1_000, 1_000_000), 10_000 * MILLIS);
    in.set(GateInput.INVENTORY_NEEDED, leg, between(0, 1_000));
    in.set(GateInput.ORDER_VALUE, leg, between(0, 20_000_000_000_000L));
    in.set(GateInput.ORDER_QUANTITY, leg, between(1_000, 1_000_000_000L));
    in.set(GateInput.DEPTH_NEEDED, leg, between(1_000_000_000L, 2_000_000_000L));
    in.set(GateInput.ORDER_MINIMUM, leg, between(1, 1_000));
    if (reducing) {
      aged(GateInput.POSITION, leg, between(1_000_000_000L, 5_000_000_000L), 10_000 * MILLIS);
      return;
    }
    aged(GateInput.VENUE_EXPOSURE, leg, between(0, 100_000_000_000_000L), 10_000 * MILLIS);
    if (random.nextBoolean()) {
      aged(GateInput.MARGIN_BUFFER, leg, between(500_000, 9_000_000), 10_000 * MILLIS);
    } else {
      in.set(GateInput.MARGIN_BUFFER, leg, GateInputs.NOT_APPLICABLE);
    }
  }

  private void aged(GateInput input, int leg, long value, long maxAgeMicros) {
    in.set(input, leg, value, NOW - between(-50 * MILLIS, maxAgeMicros), between(0, 1_000));
  }

  /** Either end included, and met often. */
  private long between(long least, long most) {
    return switch (random.nextInt(8)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextLong(least, most + 1);
    };
  }
}
