package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.venue.RateLimitStyle.DecayingCredits;
import io.hedgerow.simulator.venue.RateLimitStyle.UnfilledOrders;
import io.hedgerow.simulator.venue.RateLimitStyle.WeightPerWindow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the accounts have used of their rate limits (ORD-5). For one thread. */
final class RateLimits {

  /** What a request asks for, as limits see it. */
  enum RequestKind {
    ORDER,
    REPLACE,
    CANCEL,
    STATUS
  }

  private static final int MILLION = 1_000_000;
  private static final int MILLI = 1_000;

  private final List<RateLimitStyle> styles;
  private final Map<String, List<Meter>> meters = new TreeMap<>();

  RateLimits(List<RateLimitStyle> styles) {
    this.styles = List.copyOf(styles);
  }

  /**
   * Counts a request, unless it is refused.
   *
   * @param ageMicros of the order that it is about; any for a new one
   * @return why it is refused
   */
  Optional<Reason> refuse(String account, RequestKind kind, long ageMicros, long nowMicros) {
    List<Meter> all = metersOf(account);
    for (Meter meter : all) {
      Optional<Reason> refusal = meter.refuse(kind, ageMicros, nowMicros);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    all.forEach(meter -> meter.charge(kind, ageMicros, nowMicros));
    return Optional.empty();
  }

  /** An order of this account has its first fill. */
  void filled(String account, long nowMicros) {
    metersOf(account).forEach(meter -> meter.filled(nowMicros));
  }

  /** The share of the budget that the account has used, of its fullest limit; at most a million. */
  int usedPpm(String account, long nowMicros) {
    return metersOf(account).stream()
        .mapToInt(meter -> (int) Math.min(MILLION, meter.usedPpm(nowMicros)))
        .max()
        .orElse(0);
  }

  /** As {@link #usedPpm(String, long)}, of the account that has used the most. */
  int usedPpm(long nowMicros) {
    return meters.keySet().stream()
        .mapToInt(account -> usedPpm(account, nowMicros))
        .max()
        .orElse(0);
  }

  private List<Meter> metersOf(String account) {
    return meters.computeIfAbsent(account, name -> styles.stream().map(RateLimits::meter).toList());
  }

  private static Meter meter(RateLimitStyle style) {
    if (style instanceof WeightPerWindow weights) {
      return new WeightMeter(weights);
    }
    if (style instanceof UnfilledOrders unfilled) {
      return new UnfilledMeter(unfilled);
    }
    return new CreditMeter((DecayingCredits) style);
  }

  /** The use of one limit by one account. */
  private interface Meter {

    Optional<Reason> refuse(RequestKind kind, long ageMicros, long nowMicros);

    void charge(RequestKind kind, long ageMicros, long nowMicros);

    default void filled(long nowMicros) {}

    long usedPpm(long nowMicros);
  }

  private static final class WeightMeter implements Meter {

    private final WeightPerWindow style;
    private long window = Long.MIN_VALUE;
    private long used;
    private int refusals;
    private long bannedUntilMicros = Long.MIN_VALUE;

    WeightMeter(WeightPerWindow style) {
      this.style = style;
    }

    private void moveTo(long nowMicros) {
      long current = Math.floorDiv(nowMicros, style.windowMicros());
      if (current != window) {
        window = current;
        used = 0;
        refusals = 0;
      }
    }

    private int weight(RequestKind kind) {
      return switch (kind) {
        case ORDER, REPLACE -> style.orderWeight();
        case CANCEL -> style.cancelWeight();
        case STATUS -> style.statusWeight();
      };
    }

    @Override
    public Optional<Reason> refuse(RequestKind kind, long ageMicros, long nowMicros) {
      moveTo(nowMicros);
      if (nowMicros < bannedUntilMicros) {
        return Optional.of(Reason.BANNED);
      }
      if (used + weight(kind) <= style.limit()) {
        return Optional.empty();
      }
      refusals++;
      if (style.banMicros() > 0 && refusals > style.refusalsBeforeBan()) {
        bannedUntilMicros = nowMicros + style.banMicros();
        return Optional.of(Reason.BANNED);
      }
      return Optional.of(Reason.RATE_LIMITED);
    }

    @Override
    public void charge(RequestKind kind, long ageMicros, long nowMicros) {
      used += weight(kind);
    }

    @Override
    public long usedPpm(long nowMicros) {
      moveTo(nowMicros);
      return nowMicros < bannedUntilMicros ? MILLION : used * MILLION / style.limit();
    }
  }

  private static final class UnfilledMeter implements Meter {

    private final UnfilledOrders style;
    private long window = Long.MIN_VALUE;
    private long unfilled;

    UnfilledMeter(UnfilledOrders style) {
      this.style = style;
    }

    private void moveTo(long nowMicros) {
      long current = Math.floorDiv(nowMicros, style.windowMicros());
      if (current != window) {
        window = current;
        unfilled = 0;
      }
    }

    @Override
    public Optional<Reason> refuse(RequestKind kind, long ageMicros, long nowMicros) {
      moveTo(nowMicros);
      boolean over = kind == RequestKind.ORDER && unfilled >= style.limit();
      return over ? Optional.of(Reason.TOO_MANY_UNFILLED_ORDERS) : Optional.empty();
    }

    @Override
    public void charge(RequestKind kind, long ageMicros, long nowMicros) {
      unfilled += kind == RequestKind.ORDER ? 1 : 0;
    }

    @Override
    public void filled(long nowMicros) {
      moveTo(nowMicros);
      unfilled = Math.max(0, unfilled - 1);
    }

    @Override
    public long usedPpm(long nowMicros) {
      moveTo(nowMicros);
      return unfilled * MILLION / style.limit();
    }
  }

  private static final class CreditMeter implements Meter {

    private final DecayingCredits style;
    private long counterMilli;

    /** Up to when the counter has decayed; what is less than a thousandth is kept as time. */
    private long decayedToMicros = Long.MIN_VALUE;

    CreditMeter(DecayingCredits style) {
      this.style = style;
    }

    private void moveTo(long nowMicros) {
      if (counterMilli == 0 || decayedToMicros == Long.MIN_VALUE) {
        decayedToMicros = nowMicros;
        return;
      }
      long elapsed = nowMicros - decayedToMicros;
      long decay = elapsed * style.decayMilliPerSecond() / MILLION;
      if (decay > 0) {
        counterMilli = Math.max(0, counterMilli - decay);
        decayedToMicros += decay * MILLION / style.decayMilliPerSecond();
      }
    }

    private long costMilli(RequestKind kind, long ageMicros) {
      return (long) MILLI
          * switch (kind) {
            case ORDER -> style.orderCost();
            case REPLACE, CANCEL ->
                ageMicros < style.youngMicros() ? style.youngCancelCost() : style.cancelCost();
            case STATUS -> 0;
          };
    }

    @Override
    public Optional<Reason> refuse(RequestKind kind, long ageMicros, long nowMicros) {
      moveTo(nowMicros);
      long cost = costMilli(kind, ageMicros);
      boolean over = cost > 0 && counterMilli + cost > (long) style.limit() * MILLI;
      return over ? Optional.of(Reason.RATE_LIMITED) : Optional.empty();
    }

    @Override
    public void charge(RequestKind kind, long ageMicros, long nowMicros) {
      counterMilli += costMilli(kind, ageMicros);
    }

    @Override
    public long usedPpm(long nowMicros) {
      moveTo(nowMicros);
      return counterMilli * MILLION / ((long) style.limit() * MILLI);
    }
  }
}
