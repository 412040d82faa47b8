package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.venue.OrderSide;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The life of one leg: its orders and fills by their step, however they arrived (LIFE-3 to LIFE-5).
 * Immutable.
 *
 * @param leg 0 first, 1 second; anything else as it was recorded
 * @param findings what is missing or contradicts itself
 */
record LegLife(int leg, List<Step> steps, List<String> findings) {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final int SCALE = 8;
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** An event of an order, or a fill: one of them is null. */
  record Step(OrderEvent event, Fill fill) {

    long sequence() {
      return event == null ? fill.getLegSequence() : event.getLegSequence();
    }

    long journalSequence() {
      return event == null ? fill.getJournalSequence() : event.getJournalSequence();
    }

    long atMicros() {
      return event == null ? fill.getReceivedAtMicros() : event.getReceivedAtMicros();
    }

    String clientOrderId() {
      return event == null ? fill.getClientOrderId() : event.getClientOrderId();
    }

    int leg() {
      return event == null ? fill.getLeg() : event.getLeg();
    }

    OrderRole role() {
      return event == null ? fill.getRole() : event.getRole();
    }

    private String eventId() {
      return event == null ? fill.getEventId() : event.getEventId();
    }

    boolean is(OrderStep kind) {
      return event != null && event.getKind() == kind;
    }
  }

  /** Each leg of which there is a record, by its number. */
  static List<LegLife> of(PairRecords records) {
    Map<Integer, List<Step>> byLeg = new TreeMap<>();
    records.orders().forEach(order -> add(byLeg, new Step(order, null)));
    records.fills().forEach(fill -> add(byLeg, new Step(null, fill)));
    List<LegLife> legs = new ArrayList<>();
    byLeg.forEach(
        (leg, steps) -> {
          steps.sort(
              Comparator.comparingLong(Step::sequence)
                  .thenComparingLong(Step::journalSequence)
                  .thenComparing(Step::eventId));
          legs.add(new LegLife(leg, List.copyOf(steps), findings(leg, steps)));
        });
    return legs;
  }

  private static void add(Map<Integer, List<Step>> byLeg, Step step) {
    byLeg.computeIfAbsent(step.leg(), leg -> new ArrayList<>()).add(step);
  }

  private static List<String> findings(int leg, List<Step> steps) {
    List<String> findings = new ArrayList<>();
    long expected = 1;
    for (Step step : steps) {
      long seen = step.sequence();
      if (seen > expected) {
        findings.add(
            "steps " + expected + " to " + (seen - 1) + " of " + name(leg) + " are missing");
      } else if (seen < expected) {
        findings.add("step " + seen + " of " + name(leg) + " stands there twice");
      }
      expected = Math.max(expected, seen == Long.MAX_VALUE ? seen : seen + 1);
    }
    Map<String, List<Step>> orders = new LinkedHashMap<>();
    steps.forEach(
        step -> orders.computeIfAbsent(step.clientOrderId(), id -> new ArrayList<>()).add(step));
    orders.forEach((id, ofOrder) -> check(name(leg) + ", order " + id, ofOrder, findings));
    return List.copyOf(findings);
  }

  private static void check(String order, List<Step> steps, List<String> findings) {
    if (steps.stream().noneMatch(step -> step.is(OrderStep.SUBMITTED))) {
      findings.add(order + ": that it was submitted stands nowhere");
    }
    BigInteger filledE8 = BigInteger.ZERO;
    long toldE8 = 0;
    long orderedE8 = Long.MAX_VALUE;
    for (Step step : steps) {
      if (step.fill() != null) {
        filledE8 = filledE8.add(BigInteger.valueOf(step.fill().getQuantityE8()));
        toldE8 = Math.max(toldE8, step.fill().getCumulativeQuantityE8());
      } else {
        toldE8 = Math.max(toldE8, step.event().getCumulativeQuantityE8());
        orderedE8 = step.event().getQuantityE8();
      }
    }
    if (!filledE8.equals(BigInteger.valueOf(toldE8))) {
      findings.add(
          order
              + ": fills add up to "
              + decimal(filledE8)
              + ", the venue counts "
              + E8.toDecimal(toldE8));
    }
    if (toldE8 > orderedE8) {
      findings.add(
          order
              + ": filled "
              + E8.toDecimal(toldE8)
              + " of "
              + E8.toDecimal(orderedE8)
              + " ordered");
    }
  }

  /** What a person calls it, from 1. */
  static String name(int leg) {
    return leg == 0 || leg == 1 ? "leg " + (leg + 1) : "leg unknown (" + leg + ")";
  }

  String name() {
    return name(leg);
  }

  /** When a step of this kind was first taken; empty if never. */
  OptionalLong firstMicros(Predicate<Step> kind) {
    return steps.stream().filter(kind).mapToLong(Step::atMicros).min();
  }

  /** When a step of this kind was last taken; empty if never. */
  OptionalLong lastMicros(Predicate<Step> kind) {
    return steps.stream().filter(kind).mapToLong(Step::atMicros).max();
  }

  /** What its fills of one role came to; empty if there are none. */
  Optional<Filled> filled(OrderRole role) {
    List<Fill> fills =
        steps.stream()
            .filter(step -> step.fill() != null && step.role() == role)
            .map(Step::fill)
            .toList();
    return fills.isEmpty() ? Optional.empty() : Optional.of(Filled.of(fills));
  }

  /**
   * What some fills came to; sums are exact.
   *
   * @param valueE16 price × quantity, × 10<sup>16</sup>
   * @param feesE8 by asset; negative: a rebate
   */
  record Filled(
      OrderSide side, BigInteger quantityE8, BigInteger valueE16, Map<String, BigInteger> feesE8) {

    private static Filled of(List<Fill> fills) {
      BigInteger quantity = BigInteger.ZERO;
      BigInteger value = BigInteger.ZERO;
      Map<String, BigInteger> fees = new TreeMap<>();
      for (Fill fill : fills) {
        BigInteger more = BigInteger.valueOf(fill.getQuantityE8());
        quantity = quantity.add(more);
        value = value.add(more.multiply(BigInteger.valueOf(fill.getPriceE8())));
        if (!fill.getFeeAsset().isEmpty() || fill.getFeeE8() != 0) {
          fees.merge(fill.getFeeAsset(), BigInteger.valueOf(fill.getFeeE8()), BigInteger::add);
        }
      }
      return new Filled(fills.get(0).getSide(), quantity, value, fees);
    }

    /** Average price, rounded against us; empty where quantities make no sense. */
    Optional<BigInteger> averagePriceE8() {
      return quantityE8.signum() <= 0
          ? Optional.empty()
          : Optional.of(
              side == OrderSide.BUY ? ceiling(valueE16, quantityE8) : valueE16.divide(quantityE8));
    }

    /**
     * By how much the average is worse than a price, in ppm of it, rounded against us; negative:
     * better. Empty where the price or the fills make no sense.
     */
    OptionalLong slippagePpm(long referenceE8) {
      if (referenceE8 <= 0 || quantityE8.signum() <= 0) {
        return OptionalLong.empty();
      }
      BigInteger atReference = quantityE8.multiply(BigInteger.valueOf(referenceE8));
      BigInteger worse =
          side == OrderSide.BUY ? valueE16.subtract(atReference) : atReference.subtract(valueE16);
      BigInteger ppm = ceiling(worse.multiply(MILLION), atReference);
      return ppm.abs().compareTo(LARGEST) > 0
          ? OptionalLong.empty()
          : OptionalLong.of(ppm.longValueExact());
    }

    private static BigInteger ceiling(BigInteger dividend, BigInteger divisor) {
      BigInteger[] parts = dividend.divideAndRemainder(divisor);
      return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }
  }

  /** A scaled number that may not fit a long, as a plain decimal. */
  static String decimal(BigInteger valueE8) {
    BigDecimal plain = new BigDecimal(valueE8, SCALE).stripTrailingZeros();
    return plain.signum() == 0 ? "0" : plain.toPlainString();
  }
}
