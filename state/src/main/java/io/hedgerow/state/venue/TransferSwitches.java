package io.hedgerow.state.venue;

import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest deposit and withdrawal switch of each asset and network, in the order of their names.
 *
 * <p>Bound: the first {@value #MAX_SWITCHES} names; a switch beyond them is not held, and what is
 * not held is not open. What it holds does not depend on the order of input. Not safe for
 * concurrent use.
 */
final class TransferSwitches {

  static final int MAX_SWITCHES = 2048;

  private static final int DEPOSITS = 1;
  private static final int WITHDRAWALS = 2;

  private record Name(String asset, String network) {}

  private final TreeMap<Name, Newest<Long>> switches =
      new TreeMap<>(Comparator.comparing(Name::asset).thenComparing(Name::network));

  /** Takes what a sample states; whether that changed anything. */
  boolean add(VenueSample sample) {
    boolean changed = false;
    for (TransferSwitch stated : sample.getTransfers()) {
      Name name = new Name(stated.getAsset(), stated.getNetwork());
      long value =
          (stated.getDepositsOpen() ? DEPOSITS : 0L)
              | (stated.getWithdrawalsOpen() ? WITHDRAWALS : 0L);
      Newest<Long> before = switches.get(name);
      Newest<Long> after = Newest.of(value, sample).or(before);
      if (!after.equals(before)) {
        switches.put(name, after);
        changed = true;
      }
    }
    while (switches.size() > MAX_SWITCHES) {
      switches.pollLastEntry();
    }
    return changed;
  }

  List<TransferSwitch> toList() {
    List<TransferSwitch> list = new ArrayList<>(switches.size());
    for (Map.Entry<Name, Newest<Long>> each : switches.entrySet()) {
      long value = each.getValue().value();
      list.add(
          new TransferSwitch(
              each.getKey().asset(),
              each.getKey().network(),
              (value & DEPOSITS) != 0,
              (value & WITHDRAWALS) != 0));
    }
    return list;
  }

  void write(PageWriter page) {
    page.number(switches.size());
    for (Map.Entry<Name, Newest<Long>> each : switches.entrySet()) {
      page.text(each.getKey().asset()).text(each.getKey().network());
      Newest.write(page, each.getValue(), PageWriter::number);
    }
  }

  static TransferSwitches read(PageReader page) {
    TransferSwitches read = new TransferSwitches();
    int count = page.count(MAX_SWITCHES);
    for (int i = 0; i < count; i++) {
      Name name = new Name(page.text(), page.text());
      read.switches.put(name, Newest.read(page, PageReader::number));
    }
    return read;
  }
}
