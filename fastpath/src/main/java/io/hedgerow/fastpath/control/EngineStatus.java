package io.hedgerow.fastpath.control;

import io.hedgerow.fastpath.engine.HaltCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How an engine stands, as it says so in its control folder.
 *
 * @param state what it is doing
 * @param causes why it is halted; empty: it is not
 * @param haltId of the halt file that it obeys; empty: of none, or of one without an ID
 * @param flat whether no order is open or unknown, nothing is owed, and every venue confirmed it
 * @param openPairs pairs that have not ended
 * @param unknownOrders orders of which nobody knows what became of them
 * @param rests instruments with a position that is not offset
 * @param notFlat venues where something is open or owed
 * @param notConfirmed venues whose session is down or that have not answered since the start
 * @param run number of the newest start
 * @param atMicros when the engine itself said this, µs since the epoch
 * @param failure why it ended; empty: it did not, or was told to
 */
public record EngineStatus(
    State state,
    List<HaltCause> causes,
    String haltId,
    boolean flat,
    long openPairs,
    long unknownOrders,
    long rests,
    List<String> notFlat,
    List<String> notConfirmed,
    long run,
    long atMicros,
    String failure) {

  /** What an engine is doing. */
  public enum State {
    /** It reads its journal. */
    STARTING,
    /** It decides; whether it may open shows in the causes. */
    RUNNING,
    /** Its thread has ended. */
    ENDED
  }

  private static final int MAX_LINES = 100;

  /** Keeps copies. */
  public EngineStatus {
    causes = List.copyOf(causes);
    notFlat = List.copyOf(notFlat);
    notConfirmed = List.copyOf(notConfirmed);
  }

  /** Whether the other says the same of all that does not change with every pair. */
  public boolean saysTheSame(EngineStatus other) {
    return other != null
        && state == other.state
        && causes.equals(other.causes)
        && haltId.equals(other.haltId)
        && flat == other.flat
        && notConfirmed.equals(other.notConfirmed)
        && run == other.run
        && failure.equals(other.failure);
  }

  /** One line a field, as it stands in the file. */
  public String text() {
    return "state: "
        + state
        + "\nhalted by: "
        + joined(causes)
        + "\nhalt: "
        + haltId
        + "\nflat: "
        + (flat ? "yes" : "no")
        + "\nopen pairs: "
        + openPairs
        + "\nunknown orders: "
        + unknownOrders
        + "\ninstruments not offset: "
        + rests
        + "\nvenues not flat: "
        + joined(notFlat)
        + "\nvenues that have not confirmed: "
        + joined(notConfirmed)
        + "\nrun: "
        + run
        + "\nat micros: "
        + atMicros
        + "\nfailure: "
        + failure.replaceAll("\\p{Cntrl}", " ")
        + "\n";
  }

  /**
   * What such a text says.
   *
   * @throws IllegalArgumentException if it is none
   */
  static EngineStatus parse(String text) {
    Map<String, String> fields = new TreeMap<>();
    for (String line : text.split("\n", MAX_LINES)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    List<HaltCause> causes = new ArrayList<>();
    for (String cause : list(fields, "halted by")) {
      causes.add(HaltCause.valueOf(cause));
    }
    String flat = field(fields, "flat");
    if (!flat.equals("yes") && !flat.equals("no")) {
      throw new IllegalArgumentException("expected flat: yes or no, saw " + flat);
    }
    return new EngineStatus(
        State.valueOf(field(fields, "state")),
        causes,
        field(fields, "halt"),
        flat.equals("yes"),
        number(fields, "open pairs"),
        number(fields, "unknown orders"),
        number(fields, "instruments not offset"),
        list(fields, "venues not flat"),
        list(fields, "venues that have not confirmed"),
        number(fields, "run"),
        number(fields, "at micros"),
        field(fields, "failure"));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected the field " + name + " in a status");
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(field(fields, name));
  }

  private static List<String> list(Map<String, String> fields, String name) {
    String value = field(fields, name);
    return value.isBlank() ? List.of() : List.of(value.split(" "));
  }

  private static String joined(List<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
