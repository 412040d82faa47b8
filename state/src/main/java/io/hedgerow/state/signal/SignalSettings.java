package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.RouteClass;
import java.io.Serializable;
import java.util.List;

/**
 * What the signals must know by name: fees, caps, assets and chains. Every threshold is part of the
 * policy, {@link io.hedgerow.state.risk.policy.SignalPolicy}. Immutable, safe from any thread.
 *
 * <p>What is not listed is unknown, and what is unknown gives no signal: neither a venue without a
 * fee, nor a quote asset without a cap, nor an asset (NET-7).
 *
 * @param viewDelayMillis how long after its receipt a view counts as known, so that views of one
 *     moment are judged together, in whatever order they come
 * @param maxInstruments books, funding rates and accounts that are held per asset, each
 * @param venues what each venue takes
 * @param inverse perpetuals that are settled in their base asset
 * @param assets what is watched, and over which chains it can move
 * @param quotes the size of a signal in each quote asset
 * @param chains what a transfer over each chain needs
 */
public record SignalSettings(
    int viewDelayMillis,
    int maxInstruments,
    List<Venue> venues,
    List<Inverse> inverse,
    List<Asset> assets,
    List<Quote> quotes,
    List<Chain> chains)
    implements Serializable {

  /**
   * A venue.
   *
   * @param takerFeePpm of the notional, for each fill
   */
  public record Venue(String venue, int takerFeePpm) implements Serializable {}

  /** Every perpetual of this venue with this quote asset is inverse; all others are linear. */
  public record Inverse(String venue, String quote) implements Serializable {}

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

  public SignalSettings {
    venues = List.copyOf(venues);
    inverse = List.copyOf(inverse);
    assets = List.copyOf(assets);
    quotes = List.copyOf(quotes);
    chains = List.copyOf(chains);
  }

  /** The venue of this name, or null: its fees are unknown. */
  public Venue venue(String name) {
    return venues.stream().filter(each -> each.venue.equals(name)).findFirst().orElse(null);
  }

  /** Whether an instrument of this venue is an inverse perpetual: its name cannot tell. */
  public boolean isInverse(String venue, InstrumentName name) {
    return name.perpetual() && inverse.contains(new Inverse(venue, name.quote()));
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
