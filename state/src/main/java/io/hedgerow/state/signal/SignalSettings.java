package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.RouteClass;
import java.io.Serializable;
import java.util.List;

/**
 * Every threshold, fee, cap and cool-down of the signals (SIG-1, SETTLE-1, ORD-3). Immutable, safe
 * from any thread.
 *
 * <p>Not part of {@code risk.policy}: a policy record there must hold every option of the catalogue
 * once, so options of another job would close the risk job until each operator had applied a new
 * one; and what a venue charges or a chain needs is a table by name, which an option is not. The
 * settings bear a version of their own, which every signal names.
 *
 * <p>What is not listed is unknown, and what is unknown gives no signal: neither a venue without a
 * fee, nor a quote asset without a cap, nor an asset (NET-7).
 *
 * @param version grows with each change; stands in every signal
 * @param viewDelayMillis how long after its receipt a view counts as known, so that views of one
 *     moment are judged together, in whatever order they come
 * @param maxInstruments books, funding rates and accounts that are held per asset, each
 * @param venues what each venue takes
 * @param assets what is watched, and over which chains it can move
 * @param quotes the size of a signal in each quote asset
 * @param chains what a transfer over each chain needs
 */
public record SignalSettings(
    long version,
    int viewDelayMillis,
    int maxInstruments,
    List<Venue> venues,
    List<Asset> assets,
    List<Quote> quotes,
    List<Chain> chains,
    Routing routing,
    Alpha alpha,
    Funding funding,
    Reduce reduce)
    implements Serializable {

  /**
   * A venue.
   *
   * @param takerFeePpm of the notional, for each fill
   */
  public record Venue(String venue, int takerFeePpm) implements Serializable {}

  /**
   * An asset.
   *
   * @param chains that can carry it; none: nothing moves for each pair, both sides trade on
   *     inventory
   */
  public record Asset(String asset, List<String> chains) implements Serializable {
    public Asset {
      chains = List.copyOf(chains);
    }
  }

  /**
   * A quote asset; amounts in whole units of it.
   *
   * @param capUnits most notional of a leg
   * @param stepUnits notionals are rounded down to a multiple of this
   * @param leastUnits a smaller notional gives no signal
   * @param mostPerUsdPpm most units that a dollar costs, in millionths: turns a chain's fee into
   *     the quote asset, too dear rather than too cheap
   */
  public record Quote(
      String quote, long capUnits, long stepUnits, long leastUnits, long mostPerUsdPpm)
      implements Serializable {}

  /**
   * A chain.
   *
   * @param route its class
   * @param feeAsset what its fees are paid in
   * @param transferUnits gas, or compute units, of a transfer
   * @param fixedFeeE8 in the fee asset, on top
   * @param frictionPpm what it costs to get in and out of the form that an asset has there
   */
  public record Chain(
      String chain,
      RouteClass route,
      String feeAsset,
      long transferUnits,
      long fixedFeeE8,
      int frictionPpm)
      implements Serializable {}

  /**
   * How chains are compared (SETTLE-1).
   *
   * @param maxDelaySeconds a chain whose ninth confirmation of ten takes longer is not available
   * @param delayPpmPerMinute what a minute until the median confirmation counts
   * @param jitterPpmPerMinute what a minute between the median and the ninth of ten counts
   * @param maxAgeSeconds of a chain's view and of the fee asset's price
   */
  public record Routing(
      int maxDelaySeconds, int delayPpmPerMinute, int jitterPpmPerMinute, int maxAgeSeconds)
      implements Serializable {}

  /**
   * The scanner.
   *
   * @param minEdgePpm least edge after costs
   * @param maxSlippagePpm how far from the middle of its book a leg may reach
   * @param reservePpm of the notional, for what the books do not show
   * @param maxAgeMillis of a book
   * @param coolDownSeconds one opportunity is one signal for so long
   * @param timeoutMillis within which both legs must be filled
   */
  public record Alpha(
      int minEdgePpm,
      int maxSlippagePpm,
      int reservePpm,
      int maxAgeMillis,
      int coolDownSeconds,
      int timeoutMillis)
      implements Serializable {}

  /**
   * The funding monitor.
   *
   * @param everySeconds it looks at these intervals of event time
   * @param minNetPpmPerHour least carry after costs
   * @param holdHours over which the costs of opening and closing are spread
   * @param maxSlippagePpm how far from the middle of its book a leg may reach
   * @param reservePpm of the notional, for what the books do not show
   * @param maxAgeSeconds of a funding rate; books are held to the scanner's limit
   * @param coolDownSeconds one opportunity is one signal for so long
   * @param timeoutMillis within which both legs must be filled
   */
  public record Funding(
      int everySeconds,
      int minNetPpmPerHour,
      int holdHours,
      int maxSlippagePpm,
      int reservePpm,
      int maxAgeSeconds,
      int coolDownSeconds,
      int timeoutMillis)
      implements Serializable {}

  /**
   * The risk monitor.
   *
   * @param minBufferPpm least equity above maintenance, as a share of the maintenance
   * @param sharePpm share of a position that is asked to be reduced
   * @param maxSlippagePpm how far from the middle of its book a leg may reach
   * @param maxAgeSeconds of an account's statement and of a trigger
   * @param coolDownSeconds one shortage is one signal for so long
   * @param timeoutMillis within which it must be filled
   */
  public record Reduce(
      int minBufferPpm,
      int sharePpm,
      int maxSlippagePpm,
      int maxAgeSeconds,
      int coolDownSeconds,
      int timeoutMillis)
      implements Serializable {}

  public SignalSettings {
    venues = List.copyOf(venues);
    assets = List.copyOf(assets);
    quotes = List.copyOf(quotes);
    chains = List.copyOf(chains);
  }

  /** The venue of this name, or null: its fees are unknown. */
  public Venue venue(String name) {
    return venues.stream().filter(each -> each.venue.equals(name)).findFirst().orElse(null);
  }

  /** The asset of this name, or null: it is not watched. */
  public Asset asset(String name) {
    return assets.stream().filter(each -> each.asset.equals(name)).findFirst().orElse(null);
  }

  /** The quote asset of this name, or null: nothing is traded in it. */
  public Quote quote(String name) {
    return quotes.stream().filter(each -> each.quote.equals(name)).findFirst().orElse(null);
  }

  /** The chain of this name, or null: nothing moves over it. */
  public Chain chain(String name) {
    return chains.stream().filter(each -> each.chain.equals(name)).findFirst().orElse(null);
  }
}
