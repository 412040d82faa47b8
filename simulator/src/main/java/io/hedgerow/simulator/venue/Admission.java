package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import io.hedgerow.simulator.venue.RateLimits.RequestKind;
import java.util.Optional;

/**
 * Turns requests away before anyone looks into them: too many, or the venue's status does not allow
 * them. For one thread.
 */
final class Admission {

  private final ActiveFaults faults;
  private final RateLimits limits;
  private final OrderEngine engine;
  private final HealthReports health;

  Admission(ActiveFaults faults, RateLimits limits, OrderEngine engine, HealthReports health) {
    this.faults = faults;
    this.limits = limits;
    this.engine = engine;
    this.health = health;
  }

  /** Why it is turned away; counts it. */
  Optional<Reason> refuse(OrderRequest request, long nowMicros) {
    if (faults.strikes(FaultKind.RATE_LIMITING, request.account(), "", nowMicros).isPresent()) {
      return Optional.of(Reason.RATE_LIMITED);
    }
    BookOrder subject = engine.subject(request);
    long age = subject == null ? Long.MAX_VALUE : nowMicros - subject.takenAtMicros();
    return limits
        .refuse(request.account(), kind(request), age, nowMicros)
        .or(() -> refusedByStatus(request, nowMicros));
  }

  private Optional<Reason> refusedByStatus(OrderRequest request, long nowMicros) {
    boolean working = kind(request) == RequestKind.ORDER || kind(request) == RequestKind.REPLACE;
    boolean rests = request instanceof NewOrder order && order.postOnly();
    return switch (health.status(nowMicros)) {
      case MAINTENANCE, OFFLINE ->
          request instanceof StatusRequest ? Optional.empty() : Optional.of(Reason.MAINTENANCE);
      case CANCEL_ONLY -> working ? Optional.of(Reason.CANCEL_ONLY) : Optional.empty();
      case POST_ONLY -> working && !rests ? Optional.of(Reason.POST_ONLY) : Optional.empty();
      case ONLINE, UNSTATED -> Optional.empty();
    };
  }

  private static RequestKind kind(OrderRequest request) {
    if (request instanceof NewOrder) {
      return RequestKind.ORDER;
    }
    if (request instanceof OrderRequest.ReplaceOrder) {
      return RequestKind.REPLACE;
    }
    return request instanceof StatusRequest ? RequestKind.STATUS : RequestKind.CANCEL;
  }
}
