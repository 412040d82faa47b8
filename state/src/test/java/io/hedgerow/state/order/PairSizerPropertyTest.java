package io.hedgerow.state.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("ORD-1")
@Tag("ORD-2")
@Tag("ORD-3")
class PairSizerPropertyTest {

  private static final long[] STEPS = {1_000, 10_000, 30_000, 100_000, 1_000_000, 25_000_000};

  private final PairSizer sizer = new PairSizer();

  @Property(tries = 5_000)
  void shouldBeTheLargestPairThatEveryBoundAllows(@ForAll long seed) {
    Random random = new Random(seed);
    TopLevels[] books = {book(random), book(random)};
    LegTerms[] terms = {terms(random), terms(random)};
    OrderSide[] sides = {side(random.nextBoolean()), null};
    sides[1] = side(sides[0] == OrderSide.SELL);
    long[] funds = {quantity(random), quantity(random)};
    long target = (1L + random.nextInt(50_000)) * E8.ONE;
    int tolerance = random.nextInt(4_000);

    sizer.begin();
    for (int leg = 0; leg < 2; leg++) {
      sizer.leg(books[leg], terms[leg], sides[leg], funds[leg]);
    }
    sizer.size(target, tolerance);

    long lot = lcm(terms[0].lotE8(), terms[1].lotE8());
    if (sizer.quantityE8() > 0) {
      assertThat(allows(sizer.quantityE8(), books, terms, sides, funds, target)).isTrue();
      assertThat(allows(sizer.quantityE8() + lot, books, terms, sides, funds, target)).isFalse();
    } else {
      long most = most(books, sides, funds, target) / lot * lot;
      assertThat(most == 0 || !allows(most, books, terms, sides, funds, target)).isTrue();
    }
    for (int leg = 0; leg < 2; leg++) {
      limitIsInside(books[leg], sides[leg], sizer.limitE8(leg), terms[leg], tolerance);
    }
  }

  private void limitIsInside(
      TopLevels book, OrderSide side, long limit, LegTerms terms, int tolerance) {
    if (limit == 0) {
      return;
    }
    long middle = book.middleE8();
    BigInteger distance =
        BigInteger.valueOf(side == OrderSide.BUY ? limit - middle : middle - limit);
    BigInteger reach =
        BigInteger.valueOf(middle)
            .multiply(BigInteger.valueOf(Math.min(tolerance, PairSizer.MAX_TOLERANCE_PPM)))
            .divide(BigInteger.valueOf(1_000_000));
    assertThat(distance).isLessThanOrEqualTo(reach);
    assertThat(limit % terms.tickE8()).isZero();
  }

  private boolean allows(
      long quantity,
      TopLevels[] books,
      LegTerms[] terms,
      OrderSide[] sides,
      long[] funds,
      long target) {
    boolean all = quantity <= most(books, sides, funds, target);
    for (int leg = 0; leg < 2; leg++) {
      all &= terms[leg].takes(quantity, sizer.limitE8(leg));
    }
    return all;
  }

  private long most(TopLevels[] books, OrderSide[] sides, long[] funds, long target) {
    long most = Long.MAX_VALUE;
    for (int leg = 0; leg < 2; leg++) {
      long limit = sizer.limitE8(leg);
      long dearest = sides[leg] == OrderSide.BUY ? limit : books[leg].bestBidE8();
      long byTarget =
          dearest == 0
              ? 0
              : BigInteger.valueOf(target)
                  .multiply(BigInteger.valueOf(E8.ONE))
                  .divide(BigInteger.valueOf(dearest))
                  .longValueExact();
      long depth = limit == 0 ? 0 : books[leg].depthE8(sides[leg], limit);
      most = Math.min(Math.min(most, byTarget), Math.min(depth, funds[leg]));
    }
    return most;
  }

  @Property(tries = 2_000)
  void shouldNeverThrowWhateverTheFigures(@ForAll long seed) {
    Random random = new Random(seed);
    TopLevels book = new TopLevels();
    for (int i = 0; i < 25; i++) {
      book.addBid(random.nextLong(), random.nextLong());
      book.addAsk(TopLevels.MAX_E8 - 25 + i, TopLevels.MAX_E8);
    }
    sizer.begin();
    sizer.leg(book, terms(random), OrderSide.BUY, random.nextLong());
    sizer.leg(book, terms(random), OrderSide.SELL, random.nextLong());
    sizer.size(random.nextLong(), random.nextInt());

    assertThat(sizer.quantityE8()).isBetween(0L, Long.MAX_VALUE);
    assertThat(sizer.grossEdgePpm()).isLessThanOrEqualTo(Long.MAX_VALUE);
  }

  @Example
  @Tag("GATE-7")
  void shouldWalkBothBooksAndRoundAgainstUs() {
    TopLevels cheap = new TopLevels();
    cheap.addBid(price("99.9"), E8.parse("5"));
    cheap.addAsk(price("100.1"), E8.parse("1"));
    cheap.addAsk(price("100.2"), E8.parse("2"));
    TopLevels dear = new TopLevels();
    dear.addBid(price("101.1"), E8.parse("2.5"));
    dear.addBid(price("101.0"), E8.parse("9"));
    dear.addAsk(price("101.3"), E8.parse("1"));
    LegTerms terms = new LegTerms(1_000_000, 10_000_000, 1, 0, 1_000, false);

    sizer.begin();
    sizer.leg(cheap, terms, OrderSide.BUY, Long.MAX_VALUE);
    sizer.leg(dear, terms, OrderSide.SELL, Long.MAX_VALUE);
    sizer.size(E8.parse("1000"), 2_500);

    assertThat(sizer.limitE8(0)).isEqualTo(price("100.25"));
    assertThat(sizer.limitE8(1)).isEqualTo(price("100.95"));
    assertThat(sizer.quantityE8()).isEqualTo(E8.parse("3"));
    assertThat(sizer.bound()).isEqualTo(PairSizer.Bound.DEPTH);
    assertThat(sizer.notionalE8(0)).isEqualTo(E8.parse("300.5") + 2);
    assertThat(sizer.notionalE8(1)).isEqualTo(E8.parse("303.25"));
    assertThat(sizer.impactPpm(0)).isEqualTo(1_667);
    assertThat(sizer.impactPpm(1)).isEqualTo(1_153);
    assertThat(sizer.grossEdgePpm()).isEqualTo(9_151);
    assertThat(sizer.feesPpm()).isEqualTo(2_000);
  }

  @Example
  @Tag("ORD-6")
  void shouldOrderNothingFromACrossedOrEmptyBook() {
    TopLevels crossed = new TopLevels();
    crossed.addBid(price("100.2"), E8.ONE);
    crossed.addAsk(price("100.1"), E8.ONE);
    LegTerms terms = new LegTerms(1, 1, 1, 0, 0, false);

    for (TopLevels book : new TopLevels[] {crossed, new TopLevels()}) {
      sizer.begin();
      sizer.leg(book, terms, OrderSide.BUY, Long.MAX_VALUE);
      sizer.leg(book, terms, OrderSide.SELL, Long.MAX_VALUE);
      sizer.size(E8.parse("1000"), 3_000);

      assertThat(sizer.quantityE8()).isZero();
      assertThat(sizer.grossEdgePpm()).isEqualTo(Long.MIN_VALUE);
    }
  }

  @Example
  void shouldEmptyABookWithALevelThatCannotBe() {
    TopLevels book = new TopLevels();
    assertThat(book.addBid(price("100"), E8.ONE)).isTrue();
    assertThat(book.addBid(price("100"), E8.ONE)).isFalse();
    assertThat(book.bestBidE8()).isZero();
    assertThat(book.addAsk(0, E8.ONE)).isFalse();
    assertThat(book.addAsk(price("1"), 0)).isFalse();
    assertThat(book.addAsk(TopLevels.MAX_E8 + 1, 1)).isFalse();
  }

  private static long price(String text) {
    return E8.parse(text);
  }

  private static OrderSide side(boolean buy) {
    return buy ? OrderSide.BUY : OrderSide.SELL;
  }

  private static long quantity(Random random) {
    return (long) (random.nextDouble() * 40 * E8.ONE);
  }

  private static LegTerms terms(Random random) {
    return new LegTerms(
        STEPS[random.nextInt(STEPS.length)],
        STEPS[random.nextInt(STEPS.length)],
        random.nextInt(10_000_000),
        random.nextInt(200) * E8.ONE,
        random.nextInt(5_000),
        random.nextBoolean());
  }

  private static TopLevels book(Random random) {
    TopLevels book = new TopLevels();
    long middle = 50 * E8.ONE + (long) (random.nextDouble() * 200 * E8.ONE);
    long bid = middle;
    long ask = middle;
    for (int i = random.nextInt(TopLevels.MAX_LEVELS); i >= 0; i--) {
      bid -= 1 + random.nextInt(10_000_000);
      ask += 1 + random.nextInt(10_000_000);
      book.addBid(bid, 1 + quantity(random) / 8);
      book.addAsk(ask, 1 + quantity(random) / 8);
    }
    return book;
  }

  private static long lcm(long a, long b) {
    BigInteger gcd = BigInteger.valueOf(a).gcd(BigInteger.valueOf(b));
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divide(gcd).longValueExact();
  }
}
