package io.hedgerow.simulator.market;

import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Sequencing;
import java.time.Duration;

/**
 * The venues of the simulated market; each has one way to sequence its book, its own clock and its
 * own funding interval (NET-1, NET-4, NET-6).
 */
public enum SimulatedVenue {
  /** Like Binance: ranges of update IDs, whole books fetched beside the stream. */
  SIM_ALPHA(
      new Book(Sequencing.RANGE, BookUpdateKind.SNAPSHOT, 160, 0, "1", 0),
      Duration.ZERO,
      new Funding(Duration.ofHours(8), true)),
  /** Like OKX: each message names the one before; perpetuals trade contracts of 0.01. */
  SIM_BRAVO(
      new Book(Sequencing.LINKED, BookUpdateKind.RESTART, 160, 0, "0.01", 2),
      Duration.ofMillis(35),
      new Funding(Duration.ofHours(1), false)),
  /** Like Kraken: a checksum instead of numbers, 25 levels a side. */
  SIM_CHARLIE(
      new Book(Sequencing.UNSEQUENCED, BookUpdateKind.RESTART, 25, 25, "1", 4),
      Duration.ofMillis(-120),
      new Funding(Duration.ofHours(4), true));

  /**
   * How a venue sends its books.
   *
   * @param levels per side that it keeps
   * @param depthLimit as in {@code BookUpdate}; 0: no limit
   * @param perpetualContractSize decimal, of the base asset
   * @param basisTicks how far above the first venue it quotes
   */
  record Book(
      Sequencing sequencing,
      BookUpdateKind wholeBookKind,
      int levels,
      int depthLimit,
      String perpetualContractSize,
      int basisTicks) {}

  /** How a venue pays funding, and whether it says so. */
  record Funding(Duration interval, boolean declared) {}

  private final Book book;
  private final Duration clockOffset;
  private final Funding funding;

  SimulatedVenue(Book book, Duration clockOffset, Funding funding) {
    this.book = book;
    this.clockOffset = clockOffset;
    this.funding = funding;
  }

  /** The venue's ID on the topics: {@code SIM-ALPHA}. */
  public String id() {
    return name().replace('_', '-');
  }

  /** The venue's clock minus ours. */
  public Duration clockOffset() {
    return clockOffset;
  }

  /** Time between two fundings. */
  public Duration fundingInterval() {
    return funding.interval();
  }

  /** How its deltas continue a book. */
  public Sequencing sequencing() {
    return book.sequencing();
  }

  Book book() {
    return book;
  }

  Funding funding() {
    return funding;
  }
}
