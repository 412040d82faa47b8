package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.FaultParameter.ACCOUNT;
import static io.hedgerow.simulator.venue.FaultParameter.ASSET;
import static io.hedgerow.simulator.venue.FaultParameter.CHANCE_PPM;
import static io.hedgerow.simulator.venue.FaultParameter.DELAY;
import static io.hedgerow.simulator.venue.FaultParameter.INSTRUMENT;
import static io.hedgerow.simulator.venue.FaultParameter.MODE;
import static io.hedgerow.simulator.venue.FaultParameter.MOVE_PPM;
import static io.hedgerow.simulator.venue.FaultParameter.SHARE_PPM;
import static io.hedgerow.simulator.venue.FaultParameter.STEP;
import static io.hedgerow.simulator.venue.FaultParameter.WITHDRAWALS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can go wrong at a venue (FAIL-1 to FAIL-6). What happened is true; the client is misled. */
public enum FaultKind {
  /** The answer to a new order or a replacement never comes; the order stands. */
  LOST_ACK(CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** The answer, and what follows of the same order, comes so much later. */
  LATE_ACK(DELAY, CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** Most of what an order would have taken goes away just before it comes. */
  PARTIAL_FILL(SHARE_PPM, CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** The answer to a new order comes after its first fill, or after the delay. */
  FILL_BEFORE_ACK(DELAY, CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** A share was filled before the cancel, and is told after it. */
  FILL_AFTER_CANCEL(SHARE_PPM, DELAY, CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** A report comes twice. */
  DUPLICATE_REPORTS(CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** A report comes after the next one of its account, or after the delay. */
  OUT_OF_ORDER_REPORTS(DELAY, CHANCE_PPM, ACCOUNT, INSTRUMENT),
  /** Requests are refused as too many. */
  RATE_LIMITING(CHANCE_PPM, ACCOUNT),
  /**
   * The venue takes nothing, or only cancels, or only orders that rest; offline it fills nothing.
   */
  MAINTENANCE(MODE),
  /** Deposits are not credited, and withdrawals refused if so said, until it is over. */
  DEPOSIT_HALT(ASSET, WITHDRAWALS),
  /** Book and mark price stand elsewhere; done by the generated market. */
  PRICE_JUMP(MOVE_PPM, INSTRUMENT),
  /** The venue's clock is off. */
  CLOCK_STEP(STEP),
  /** No connection: requests are lost, reports wait until the client asks for what it missed. */
  DISCONNECT,
  /** Statements of accounts come late. */
  SLOW_BALANCE(DELAY, ACCOUNT),
  /** As a disconnect, but reports are lost, and the venue has forgotten all open orders. */
  RESTART,
  /** The feed loses messages while its heartbeats are fine; done by {@link FrameFaults}. */
  DROPPED_FRAMES(CHANCE_PPM, INSTRUMENT),
  /** The feed repeats what it knew, a websocket falls silent; done by {@link FrameFaults}. */
  STALE_FEED(INSTRUMENT);

  private final Set<FaultParameter> parameters;

  FaultKind(FaultParameter... parameters) {
    EnumSet<FaultParameter> set = EnumSet.noneOf(FaultParameter.class);
    set.addAll(List.of(parameters));
    this.parameters = Collections.unmodifiableSet(set);
  }

  /** What it may be given. */
  public Set<FaultParameter> parameters() {
    return parameters;
  }

  /** As in a scenario file: {@code lost-ack}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
