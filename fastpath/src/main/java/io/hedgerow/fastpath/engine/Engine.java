package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BalancesChangedDecoder;
import io.hedgerow.fastpath.wire.BookChangedDecoder;
import io.hedgerow.fastpath.wire.CommandReceivedDecoder;
import io.hedgerow.fastpath.wire.ConfiguredDecoder;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MarginChangedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.NotSentDecoder;
import io.hedgerow.fastpath.wire.PolicyChangedDecoder;
import io.hedgerow.fastpath.wire.ReconciliationChangedDecoder;
import io.hedgerow.fastpath.wire.ReferenceChangedDecoder;
import io.hedgerow.fastpath.wire.RestartedDecoder;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.fastpath.wire.SentRequest;
import io.hedgerow.fastpath.wire.SessionChange;
import io.hedgerow.fastpath.wire.SessionChangedDecoder;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.fastpath.wire.TickDecoder;
import io.hedgerow.fastpath.wire.VenueChangedDecoder;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.state.pair.PairBook;
import org.agrona.DirectBuffer;

/**
 * The engine: takes the records of the journal one by one and says what follows (LAT, ORD, GATE).
 *
 * <p>It is a function of its inputs: it reads no clock, starts nothing and asks nobody. The same
 * registry, settings and records give the same outputs, byte for byte; so a journal that is read
 * again is the recovery, the audit and the test. One thread; allocates nothing once warm, but for a
 * change of policy.
 */
public final class Engine {

  private static final int FIRST_OUTPUT = 100;

  /** Before it was ever started. */
  private static final int FIRST_RUN = 1;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final TickDecoder tick = new TickDecoder();
  private final SignalReceivedDecoder signal = new SignalReceivedDecoder();
  private final BookChangedDecoder book = new BookChangedDecoder();
  private final ReferenceChangedDecoder reference = new ReferenceChangedDecoder();
  private final VenueChangedDecoder venue = new VenueChangedDecoder();
  private final MarginChangedDecoder margin = new MarginChangedDecoder();
  private final BalancesChangedDecoder balances = new BalancesChangedDecoder();
  private final RiskChangedDecoder risk = new RiskChangedDecoder();
  private final ReconciliationChangedDecoder reconciliation = new ReconciliationChangedDecoder();
  private final PolicyChangedDecoder policyChange = new PolicyChangedDecoder();
  private final SessionChangedDecoder session = new SessionChangedDecoder();
  private final VenueReportDecoder report = new VenueReportDecoder();
  private final NotSentDecoder notSent = new NotSentDecoder();
  private final CommandReceivedDecoder command = new CommandReceivedDecoder();
  private final RestartedDecoder restarted = new RestartedDecoder();

  private final Registry registry;
  private final Mirror mirror;
  private final RateBudgets budgets;
  private final PairBook pairs;
  private final OutputWriter writer;
  private final SignalDesk signals;
  private final VenueReports reports;
  private final EngineState state = new EngineState();
  private final PolicyInForce policy = new PolicyInForce();
  private final KillSwitch killSwitch;
  private long nowMicros = Mirror.NEVER;
  private int run = FIRST_RUN;

  /**
   * An engine that knows nothing yet, and so allows nothing.
   *
   * @param outputs where what follows is written
   * @param links who sends what was written; a replay has {@link VenueLinks#NONE}
   */
  public Engine(
      Registry registry, EngineSettings settings, EngineOutputs outputs, VenueLinks links) {
    this.registry = registry;
    mirror = new Mirror(registry);
    budgets = new RateBudgets(registry);
    writer = new OutputWriter(mirror, budgets, outputs, links);
    OffsetMarket market = new OffsetMarket(registry, mirror, budgets);
    pairs = new PairBook(settings.pairs(), FIRST_RUN, market, writer);
    signals = new SignalDesk(registry, settings, mirror, pairs, budgets, writer);
    reports = new VenueReports(registry, pairs);
    killSwitch = new KillSwitch(settings, mirror, pairs, state, writer);
  }

  /**
   * Applies one input.
   *
   * @param sequence of its record in the journal
   * @param timeMicros of its record; time never runs back
   * @return false: it is no input that this engine knows, and nothing was changed
   */
  public boolean apply(
      long sequence, long timeMicros, DirectBuffer buffer, int offset, int length) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      return false;
    }
    header.wrap(buffer, offset);
    int template = header.templateId();
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID || template >= FIRST_OUTPUT) {
      return false;
    }
    writer.of(sequence);
    advance(timeMicros);
    boolean known = dispatch(template, sequence, buffer, offset);
    settle();
    return known;
  }

  private void advance(long timeMicros) {
    nowMicros = Math.max(nowMicros, timeMicros);
    budgets.advance(nowMicros);
    mirror.advance(nowMicros);
    if (policy.advance(nowMicros)) {
      state.policyVersion(policy.version());
      writer.acknowledged(policy.version());
    }
    if (pairs.nextDeadlineMicros() <= nowMicros) {
      pairs.onTime(nowMicros);
    }
  }

  private boolean dispatch(int template, long sequence, DirectBuffer buffer, int offset) {
    switch (template) {
      case TickDecoder.TEMPLATE_ID ->
          state.journalRoomPpm(tick.wrapAndApplyHeader(buffer, offset, header).journalRoomPpm());
      case SignalReceivedDecoder.TEMPLATE_ID ->
          signals.take(
              signal.wrapAndApplyHeader(buffer, offset, header),
              sequence,
              state,
              policy.limits(),
              nowMicros);
      case BookChangedDecoder.TEMPLATE_ID -> {
        mirror.apply(book.wrapAndApplyHeader(buffer, offset, header));
        bookChanged();
      }
      case ReferenceChangedDecoder.TEMPLATE_ID ->
          mirror.apply(reference.wrapAndApplyHeader(buffer, offset, header));
      case VenueChangedDecoder.TEMPLATE_ID ->
          mirror.apply(venue.wrapAndApplyHeader(buffer, offset, header));
      case MarginChangedDecoder.TEMPLATE_ID ->
          mirror.apply(margin.wrapAndApplyHeader(buffer, offset, header));
      case BalancesChangedDecoder.TEMPLATE_ID ->
          mirror.apply(balances.wrapAndApplyHeader(buffer, offset, header));
      case RiskChangedDecoder.TEMPLATE_ID -> {
        if (mirror.apply(risk.wrapAndApplyHeader(buffer, offset, header))) {
          writer.acknowledged(policy.version());
        }
      }
      case ReconciliationChangedDecoder.TEMPLATE_ID ->
          mirror.apply(reconciliation.wrapAndApplyHeader(buffer, offset, header));
      case PolicyChangedDecoder.TEMPLATE_ID -> {
        policy.apply(policyChange.wrapAndApplyHeader(buffer, offset, header), nowMicros);
        advance(nowMicros);
      }
      case SessionChangedDecoder.TEMPLATE_ID ->
          session(session.wrapAndApplyHeader(buffer, offset, header));
      case VenueReportDecoder.TEMPLATE_ID ->
          reports.take(report.wrapAndApplyHeader(buffer, offset, header), nowMicros);
      case NotSentDecoder.TEMPLATE_ID ->
          notSent(notSent.wrapAndApplyHeader(buffer, offset, header));
      case CommandReceivedDecoder.TEMPLATE_ID ->
          command(command.wrapAndApplyHeader(buffer, offset, header));
      case RestartedDecoder.TEMPLATE_ID -> {
        return restarted(restarted.wrapAndApplyHeader(buffer, offset, header));
      }
      case ConfiguredDecoder.TEMPLATE_ID -> {
        // What the numbers mean is known before the first record is applied.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Only a book that can be traded on is a sign of life, and no later than it was received. */
  private void bookChanged() {
    int instrument = book.instrument();
    if (instrument >= 0
        && instrument < registry.instruments().size()
        && mirror.levels(instrument).bestBidE8() > 0) {
      killSwitch.sawBook(Math.min(nowMicros, book.receivedAtMicros()));
      pairs.bookChanged(instrument, nowMicros);
    }
  }

  private void session(SessionChangedDecoder change) {
    int number = change.venue();
    if (number < 0 || number >= registry.venues().size()) {
      return;
    }
    boolean up = change.change() == SessionChange.UP;
    mirror.session(number, up);
    if (up) {
      pairs.sessionUp(number, nowMicros);
    } else {
      pairs.sessionDown(number, nowMicros);
    }
  }

  /** An order that did not leave has ended; for cancels and questions there are deadlines. */
  private void notSent(NotSentDecoder what) {
    if (what.request() == SentRequest.ORDER) {
      pairs.rejected(what.orderNumber(), 0, nowMicros);
    }
  }

  private void command(CommandReceivedDecoder what) {
    HaltCause cause = HaltCause.of(what.source(), what.scopeType());
    if (what.command() == LocalCommand.HALT) {
      // A halt of unknown origin is one that a person at the machine must lift.
      killSwitch.halt(cause == null ? HaltCause.LOCAL : cause, nowMicros);
    } else if (what.command() == LocalCommand.RESUME && what.scopeType() == WireScope.ROUTE) {
      signals.openRoutes(what.scope());
    } else if (what.command() == LocalCommand.RESUME
        && cause != null
        && cause != HaltCause.ENDING) {
      if (cause != HaltCause.CONTROL_LOST && cause != HaltCause.CLOCK) {
        signals.openRoutes();
        unlock();
      }
      killSwitch.resume(cause);
    }
  }

  /** A person has looked: venues are open again where the fate of every order is known. */
  private void unlock() {
    for (int number = 0; number < registry.venues().size(); number++) {
      if (pairs.unknownOrders(number) == 0) {
        mirror.lock(number, false);
      }
    }
  }

  /** Numbers of orders never return: a run has a larger number than all before. */
  private boolean restarted(RestartedDecoder restart) {
    if (restart.run() <= run) {
      return false;
    }
    run = restart.run();
    for (int number = 0; number < registry.venues().size(); number++) {
      mirror.session(number, false);
      mirror.swept(number, false);
    }
    pairs.restarted(run, nowMicros);
    state.started();
    killSwitch.resume(HaltCause.ENDING);
    return true;
  }

  /** What follows from the new state as a whole. */
  private void settle() {
    for (int number = 0; number < registry.venues().size(); number++) {
      if (mirror.sessionUp(number) && pairs.unknownOrders(number) == 0) {
        mirror.swept(number, true);
      }
    }
    killSwitch.look(policy.limits(), nowMicros);
  }

  /** The bits of every {@link HaltCause} that stands; 0: not halted. */
  public int haltCauses() {
    return killSwitch.causes();
  }

  /** Whether no order is open or unknown, no offset is owed, and each venue has confirmed it. */
  public boolean isFlat() {
    return killSwitch.isFlat();
  }

  /** Number of the newest start. */
  public int run() {
    return run;
  }

  /** The pairs, for reading: open ones, residuals, whether all is flat. */
  public PairBook pairs() {
    return pairs;
  }

  /** The mirror, for reading. */
  public Mirror mirror() {
    return mirror;
  }

  /** When the engine has something to do without any input; {@link Long#MAX_VALUE}: never. */
  public long nextDeadlineMicros() {
    return pairs.nextDeadlineMicros();
  }
}
