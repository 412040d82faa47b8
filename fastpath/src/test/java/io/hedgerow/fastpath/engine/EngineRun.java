package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.SessionChange;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.state.gate.GateCode;
import java.util.Random;

/** A random day of an engine: signals, answers of all kinds, silence, halts, lost sessions. */
final class EngineRun {

  private final EngineRig rig;
  private final Random random;
  private int signals;

  EngineRun(EngineRig rig, long seed) {
    this.rig = rig;
    random = new Random(seed);
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  private void step() {
    rig.nowMicros += random.nextInt(20_000);
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> rig.signal("S" + signals++, 1_000 + random.nextInt(100_000));
      case 4, 5, 6, 7, 8 -> answer();
      case 9 -> {
        rig.tick();
        rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
        rig.reference("60500");
      }
      case 10, 11 -> rig.books();
      case 12 -> {
        rig.nowMicros += random.nextInt(3_000_000);
        rig.tick();
      }
      case 13 -> rare();
      default -> {
        for (int venue = 0; venue < 2; venue++) {
          rig.venue(venue);
          rig.balances(venue, "10000000", "50");
          rig.margin(venue);
          rig.reconciled(venue, random.nextInt(20) > 0);
        }
      }
    }
  }

  private void rare() {
    int venue = random.nextInt(2);
    switch (random.nextInt(8)) {
      case 3 -> rig.command(LocalCommand.RESUME, WireScope.ROUTE, venue);
      case 4 -> rig.unreadableRisk(WireScope.VENUE, venue);
      case 5 -> rig.risk(WireScope.MODULE, 0, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
      case 6 -> rig.book("ALPHA", "60390", "60400", GateCode.BOOK_STALE);
      case 7 -> {
        rig.policy(EngineRig.limitsWithRepeats(rig.nowMicros, 1 + random.nextInt(30)));
        rig.signal("S" + (signals - 1), 5_000, rig.nowMicros - random.nextInt(3_000_000));
      }
      case 0 -> {
        rig.session(venue, SessionChange.DOWN);
        rig.session(venue, SessionChange.UP);
      }
      case 1 -> rig.risk(WireScope.VENUE, venue, GateCode.STATE_BSCB, GateCode.EXPOSURE_REDUCED);
      case 2 -> rig.risk(WireScope.VENUE, venue, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
      default -> {
        rig.command(LocalCommand.HALT);
        rig.command(LocalCommand.RESUME);
      }
    }
  }

  private void answer() {
    if (rig.requests.isEmpty()) {
      return;
    }
    int newest = Math.min(rig.requests.size(), 12);
    Request request = rig.requests.get(rig.requests.size() - 1 - random.nextInt(newest));
    long quantity = request.quantityE8();
    long part = random.nextBoolean() ? quantity : quantity / 20_000 * 10_000;
    int venue = request.venue();
    long number = request.number();
    switch (random.nextInt(8)) {
      case 0 -> rig.report(venue, number, ReportKind.ACCEPTED, ReportStatus.OPEN, 0, 0);
      case 1 -> rig.report(venue, number, ReportKind.REJECTED, ReportStatus.REJECTED, 0, 0);
      case 2 -> rig.report(venue, number, ReportKind.CANCELED, ReportStatus.CANCELED, part, 0);
      case 3 -> rig.report(venue, number, ReportKind.STATUS, ReportStatus.NONE, 0, 0);
      case 4 -> rig.report(venue, number, ReportKind.CANCEL_REFUSED, ReportStatus.NONE, 0, 0);
      default ->
          rig.report(
              venue,
              number,
              ReportKind.FILLED,
              part == quantity ? ReportStatus.FILLED : ReportStatus.PARTIALLY_FILLED,
              part,
              Math.max(1, part));
    }
  }
}
