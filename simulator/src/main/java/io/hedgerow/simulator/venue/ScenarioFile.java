package io.hedgerow.simulator.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Faults as a person writes them:
 *
 * <pre>{@code
 * seed: 7
 * faults:
 *   - fault: late-ack
 *     venue: SIM-BRAVO
 *     from: 10s
 *     to: 1m
 *     delay: 1500ms
 *     chance-ppm: 250000
 * }</pre>
 *
 * <p>Times count from the start of the run. Reading is strict: the first thing that is wrong is an
 * {@link IllegalArgumentException} of one line that names the line of the file.
 */
public final class ScenarioFile {

  private static final List<String> KEYS = List.of("seed", "faults");
  private static final List<String> FAULT_KEYS = List.of("fault", "venue", "from", "to");

  private final JsonParser parser;
  private final long startMicros;
  private final Collection<String> venues;

  /** A value with its line. */
  private record Value(int line, String text) {}

  private ScenarioFile(JsonParser parser, long startMicros, Collection<String> venues) {
    this.parser = parser;
    this.startMicros = startMicros;
    this.venues = venues;
  }

  /**
   * Reads a file.
   *
   * @param startMicros of the run, µs since the epoch
   * @param venues that there are
   * @throws IllegalArgumentException if it cannot be read or is no scenario
   */
  public static VenueFaults read(Path file, long startMicros, Collection<String> venues) {
    try {
      return parse(Files.readString(file), startMicros, venues);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @throws IllegalArgumentException if it is no scenario
   */
  public static VenueFaults parse(String text, long startMicros, Collection<String> venues) {
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      return new ScenarioFile(parser, startMicros, venues).scenario();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("no YAML");
      throw new IllegalArgumentException("line " + line + ": " + what, e);
    } catch (IOException e) {
      throw new IllegalStateException("a string can be read", e);
    }
  }

  private VenueFaults scenario() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong(line(), "expected the keys " + KEYS);
    }
    Map<String, Integer> seen = new LinkedHashMap<>();
    long seed = 0;
    List<VenueFault> faults = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = key(seen);
      parser.nextToken();
      switch (key) {
        case "seed" -> seed = seed();
        case "faults" -> faults.addAll(faults());
        default -> throw wrong(line(), "unknown key '" + key + "'; expected " + KEYS);
      }
    }
    if (parser.nextToken() != null) {
      throw wrong(line(), "expected one document, saw another one");
    }
    for (String key : KEYS) {
      if (!seen.containsKey(key)) {
        throw wrong(1, "missing key '" + key + "'");
      }
    }
    return new VenueFaults(seed, faults);
  }

  private String key(Map<String, Integer> seen) throws IOException {
    String key = parser.currentName();
    Integer before = seen.putIfAbsent(key, line());
    if (before != null) {
      throw wrong(line(), "'" + key + "' stands on line " + before + " already");
    }
    return key;
  }

  private long seed() throws IOException {
    String text = parser.getText();
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || !text.matches("-?[0-9]{1,18}")) {
      throw wrong(line(), "seed: expected a whole number, saw '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private List<VenueFault> faults() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(line(), "faults: expected a list");
    }
    List<VenueFault> faults = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw wrong(line(), "expected a fault, saw '" + parser.getText() + "'");
      }
      faults.add(fault());
    }
    return faults;
  }

  private VenueFault fault() throws IOException {
    int line = line();
    Map<String, Integer> seen = new LinkedHashMap<>();
    Map<String, Value> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = key(seen);
      int at = line();
      if (!parser.nextToken().isScalarValue()) {
        throw wrong(at, key + ": expected a single value");
      }
      values.put(key, new Value(at, parser.getText()));
    }
    for (String key : FAULT_KEYS) {
      if (!values.containsKey(key)) {
        throw wrong(line, "missing key '" + key + "'");
      }
    }
    return fault(line, values);
  }

  private VenueFault fault(int line, Map<String, Value> values) {
    FaultKind kind = kind(values.remove("fault"));
    Value venue = values.remove("venue");
    if (!venues.contains(venue.text())) {
      throw wrong(
          venue.line(),
          "unknown venue '" + venue.text() + "'; expected one of " + new TreeSet<>(venues));
    }
    long from = micros("from", values.remove("from"));
    Value end = values.remove("to");
    long to = micros("to", end);
    if (to <= from) {
      throw wrong(end.line(), "to: expected a time after from, saw '" + end.text() + "'");
    }
    Map<FaultParameter, String> parameters = new EnumMap<>(FaultParameter.class);
    values.forEach((key, value) -> parameters.put(parameter(kind, key, value), value.text()));
    try {
      return new VenueFault(kind, venue.text(), startMicros + from, startMicros + to, parameters);
    } catch (IllegalArgumentException e) {
      throw wrong(line, e.getMessage());
    }
  }

  private static FaultKind kind(Value value) {
    return Arrays.stream(FaultKind.values())
        .filter(kind -> kind.text().equals(value.text()))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    value.line(),
                    "unknown fault '"
                        + value.text()
                        + "'; expected one of "
                        + Arrays.stream(FaultKind.values()).map(FaultKind::text).toList()));
  }

  private static long micros(String key, Value value) {
    try {
      long micros = VenueFault.durationMicros(value.text());
      if (micros >= 0) {
        return micros;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(value.line(), key + ": " + e.getMessage());
    }
    throw wrong(
        value.line(), key + ": expected no time before the start, saw '" + value.text() + "'");
  }

  /** Known, and with a sound value. */
  private static FaultParameter parameter(FaultKind kind, String key, Value value) {
    FaultParameter parameter =
        kind.parameters().stream()
            .filter(each -> each.text().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        value.line(),
                        "unknown key '"
                            + key
                            + "' for "
                            + kind.text()
                            + "; expected "
                            + kind.parameters().stream().map(FaultParameter::text).toList()));
    try {
      VenueFault.check(parameter, value.text());
      return parameter;
    } catch (IllegalArgumentException e) {
      throw wrong(value.line(), e.getMessage());
    }
  }

  private static IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException("line " + line + ": " + what);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
