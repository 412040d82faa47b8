package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.state.order.LegTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The registry's instruments as arrays, and which of them are summed together. Immutable. */
final class InstrumentTable {

  final int[] venues;
  final int[] assets;
  final int[] quotes;
  final int[] markets;
  final boolean[] leveraged;
  final int[] feesPpm;
  final int[] initialPpm;
  final int[] maintenancePpm;

  /** Of each venue its instruments. */
  final int[][] atVenue;

  /** The same in groups that are one holding: spot instruments of one base asset, or one other. */
  final int[][][] holdingsAt;

  /** Of each asset the instruments that it is the base of. */
  final int[][] ofAsset;

  /** Of each asset the spot instruments that are priced in it. */
  final int[][] pricedIn;

  /** Whether a venue has an instrument with leverage. */
  final boolean[] hasLeverage;

  private final boolean[][] trades;
  private final boolean[][] collateral;
  private final int[][] marketOf;

  InstrumentTable(Registry registry) {
    List<Registry.Instrument> all = registry.instruments();
    venues = all.stream().mapToInt(Registry.Instrument::venue).toArray();
    assets = all.stream().mapToInt(Registry.Instrument::asset).toArray();
    quotes = all.stream().mapToInt(Registry.Instrument::quoteAsset).toArray();
    markets = all.stream().mapToInt(Registry.Instrument::market).toArray();
    feesPpm = all.stream().mapToInt(each -> each.terms().takerFeePpm()).toArray();
    initialPpm = all.stream().mapToInt(Registry.Instrument::initialMarginPpm).toArray();
    maintenancePpm = all.stream().mapToInt(Registry.Instrument::maintenanceMarginPpm).toArray();
    leveraged = new boolean[venues.length];
    int venueCount = registry.venues().size();
    int assetCount = registry.assets().size();
    atVenue = new int[venueCount][];
    holdingsAt = new int[venueCount][][];
    ofAsset = new int[assetCount][];
    pricedIn = new int[assetCount][];
    hasLeverage = new boolean[venueCount];
    trades = new boolean[venueCount][assetCount];
    collateral = new boolean[venueCount][assetCount];
    marketOf = new int[assetCount][assetCount];
    Arrays.stream(marketOf).forEach(row -> Arrays.fill(row, Registry.UNKNOWN));
    for (int i = 0; i < venues.length; i++) {
      LegTerms terms = all.get(i).terms();
      leveraged[i] = terms.leveraged();
      hasLeverage[venues[i]] |= leveraged[i];
      trades[venues[i]][assets[i]] = true;
      trades[venues[i]][quotes[i]] = true;
      collateral[venues[i]][quotes[i]] |= leveraged[i];
      marketOf[assets[i]][quotes[i]] = markets[i];
    }
    for (int venue = 0; venue < venueCount; venue++) {
      atVenue[venue] = numbersOf(venues, venue, true);
      holdingsAt[venue] = holdings(atVenue[venue]);
    }
    for (int asset = 0; asset < assetCount; asset++) {
      ofAsset[asset] = numbersOf(assets, asset, true);
      pricedIn[asset] = numbersOf(quotes, asset, false);
    }
  }

  private int[] numbersOf(int[] column, int value, boolean alsoLeveraged) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < column.length; i++) {
      if (column[i] == value && (alsoLeveraged || !leveraged[i])) {
        numbers.add(i);
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[][] holdings(int[] instruments) {
    List<List<Integer>> holdings = new ArrayList<>();
    for (int instrument : instruments) {
      List<Integer> same =
          holdings.stream()
              .filter(each -> isOneHolding(each.get(0), instrument))
              .findFirst()
              .orElse(null);
      if (same == null) {
        same = new ArrayList<>();
        holdings.add(same);
      }
      same.add(instrument);
    }
    return holdings.stream()
        .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private boolean isOneHolding(int a, int b) {
    return !leveraged[a] && !leveraged[b] && assets[a] == assets[b];
  }

  /** Whether a venue has an instrument in which this asset is given or taken. */
  boolean trades(int venue, int asset) {
    return trades[venue][asset];
  }

  /** Whether margin at a venue stands in this asset: it has leveraged instruments priced in it. */
  boolean isCollateral(int venue, int asset) {
    return collateral[venue][asset];
  }

  /** The market of a base and a quote asset, or {@link Registry#UNKNOWN}. */
  int market(int asset, int quoteAsset) {
    return marketOf[asset][quoteAsset];
  }
}
