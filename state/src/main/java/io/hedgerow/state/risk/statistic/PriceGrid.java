package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;

/**
 * The returns of one component over the newest steps of a grid.
 *
 * <p>A return is kept at 10<sup>-8</sup> and capped at {@value #MAX_RETURN_E8}, a factor of twenty:
 * the sum of squares then stays a long, and is the same whether it was added up or read back.
 *
 * <p>Bound: {@value #STEPS} returns. Not safe for concurrent use.
 */
final class PriceGrid {

  /** No grid has more. */
  static final int STEPS = 60;

  private static final long MAX_RETURN_E8 = 300_000_000L;

  private final String component;
  private final long[] returnsE8;
  private int filled;
  private int next;
  private long sumOfSquares;
  private long step;
  private long closeE8;
  private long priceE8;
  private long atMicros;

  PriceGrid(String component, int steps) {
    this.component = component;
    returnsE8 = new long[steps];
  }

  String component() {
    return component;
  }

  /** When it last spoke; 0 before. */
  long atMicros() {
    return atMicros;
  }

  int filled() {
    return filled;
  }

  long sumOfSquares() {
    return sumOfSquares;
  }

  /** Takes a price; the last one of a step counts. */
  void price(long newPriceE8, long newStep, long newAtMicros) {
    if (atMicros == 0 || newStep - step > returnsE8.length) {
      start(newPriceE8, newStep);
    } else {
      advance(newStep);
    }
    priceE8 = newPriceE8;
    atMicros = newAtMicros;
  }

  private void start(long newPriceE8, long newStep) {
    filled = 0;
    next = 0;
    sumOfSquares = 0;
    step = newStep;
    closeE8 = newPriceE8;
  }

  /** Closes the steps before this one: the open one with its last price, the others unmoved. */
  void advance(long newStep) {
    if (newStep == step) {
      return;
    }
    add(priceE8 == closeE8 ? 0 : returnE8(closeE8, priceE8));
    closeE8 = priceE8;
    for (long unmoved = step + 1; unmoved < newStep; unmoved++) {
      add(0);
    }
    step = newStep;
  }

  private static long returnE8(long fromE8, long toE8) {
    double log = StrictMath.log((double) toE8 / fromE8);
    long scaled = (long) StrictMath.rint(log * E8.ONE);
    return Math.max(-MAX_RETURN_E8, Math.min(scaled, MAX_RETURN_E8));
  }

  private void add(long returnE8) {
    long leaving = filled == returnsE8.length ? returnsE8[next] : 0;
    returnsE8[next] = returnE8;
    next = (next + 1) % returnsE8.length;
    filled = Math.min(filled + 1, returnsE8.length);
    sumOfSquares += returnE8 * returnE8 - leaving * leaving;
  }

  void write(PageWriter page) {
    page.text(component).number(step).number(closeE8).number(priceE8).number(atMicros);
    page.number(filled);
    for (int i = 0; i < filled; i++) {
      page.number(returnsE8[Math.floorMod(next - filled + i, returnsE8.length)]);
    }
  }

  static PriceGrid read(PageReader page, int steps) {
    PriceGrid grid = new PriceGrid(page.text(), steps);
    grid.step = page.number();
    grid.closeE8 = page.number();
    grid.priceE8 = page.number();
    grid.atMicros = page.number();
    int count = page.count(steps);
    for (int i = 0; i < count; i++) {
      grid.add(page.number());
    }
    return grid;
  }
}
