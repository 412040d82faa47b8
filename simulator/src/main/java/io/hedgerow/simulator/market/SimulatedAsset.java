package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An asset of the simulated market.
 *
 * @param symbol {@code BTC}
 * @param startPriceE8 quoted in USDT
 * @param tickE8 smallest price step, USDT
 * @param priceDecimals decimals of a price
 * @param quantityDecimals decimals of a quantity; the smallest lot is one of the last
 */
public record SimulatedAsset(
    String symbol, long startPriceE8, long tickE8, int priceDecimals, int quantityDecimals) {

  /** BTC, ETH, SOL and PAXG. */
  public static List<SimulatedAsset> usual() {
    return List.of(
        of("BTC", "64000", "2.0", 1, 4),
        of("ETH", "3200", "0.10", 2, 3),
        of("SOL", "160", "0.005", 3, 2),
        of("PAXG", "2600", "0.10", 2, 3));
  }

  /** As many assets as a load test asks for: {@code L00000}, {@code L00001}, … */
  public static List<SimulatedAsset> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> of(String.format(java.util.Locale.ROOT, "L%05d", i), "100", "0.003", 3, 2))
        .toList();
  }

  private static SimulatedAsset of(
      String symbol, String price, String tick, int priceDecimals, int quantityDecimals) {
    return new SimulatedAsset(
        symbol, E8.parse(price), E8.parse(tick), priceDecimals, quantityDecimals);
  }

  /** Smallest quantity step, scaled. */
  long lotE8() {
    long lot = E8.ONE;
    for (int i = 0; i < quantityDecimals; i++) {
      lot /= 10;
    }
    return lot;
  }
}
