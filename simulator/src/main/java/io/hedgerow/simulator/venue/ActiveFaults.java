package io.hedgerow.simulator.venue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32;

/** The faults of one venue while it runs, with their chances. For one thread. */
final class ActiveFaults {

  private static final String ALGORITHM = "L64X128MixRandom";

  private final Map<FaultKind, List<Chance>> byKind = new EnumMap<>(FaultKind.class);
  private final NavigableSet<Long> edges = new TreeSet<>();

  /** The gateway's samples draw from numbers of their own: they change nothing for orders. */
  private record Chance(VenueFault fault, RandomGenerator orders, RandomGenerator samples) {

    boolean strikes(RandomGenerator random) {
      long ppm = fault.number(FaultParameter.CHANCE_PPM);
      return ppm >= InstrumentRules.MILLION || random.nextLong(InstrumentRules.MILLION) < ppm;
    }
  }

  ActiveFaults(VenueFaults faults, String venue) {
    Map<String, Integer> equals = new TreeMap<>();
    for (VenueFault fault : faults.faults()) {
      if (fault.venue().equals(venue)) {
        String name = name(fault);
        String purpose = name + " " + equals.merge(name, 1, Integer::sum);
        RandomGenerator orders = random(faults.seed(), purpose);
        RandomGenerator samples = random(faults.seed(), "samples " + purpose);
        byKind
            .computeIfAbsent(fault.kind(), kind -> new ArrayList<>())
            .add(new Chance(fault, orders, samples));
        edges.add(fault.fromMicros());
        edges.add(fault.toMicros());
      }
    }
  }

  private static String name(VenueFault fault) {
    return fault.venue()
        + " "
        + fault.kind()
        + " "
        + fault.fromMicros()
        + " "
        + new TreeMap<>(fault.parameters());
  }

  /** Random numbers of their own for each purpose: one more fault changes no other. */
  static RandomGenerator random(long seed, String purpose) {
    CRC32 crc = new CRC32();
    crc.update(purpose.getBytes(StandardCharsets.UTF_8));
    return RandomGeneratorFactory.of(ALGORITHM).create(seed << 32 ^ crc.getValue());
  }

  /** The next moment after this one at which a fault begins or ends. */
  long nextEdgeMicros(long afterMicros) {
    Long next = edges.higher(afterMicros);
    return next == null ? Long.MAX_VALUE : next;
  }

  /** The first fault of a kind that is going on. */
  Optional<VenueFault> active(FaultKind kind, long nowMicros) {
    return chances(kind).stream()
        .map(Chance::fault)
        .filter(fault -> fault.isActive(nowMicros))
        .findFirst();
  }

  /** The same, if it concerns what has this name. */
  Optional<VenueFault> active(
      FaultKind kind, FaultParameter parameter, String name, long nowMicros) {
    return chances(kind).stream()
        .map(Chance::fault)
        .filter(fault -> fault.isActive(nowMicros) && fault.concerns(parameter, name))
        .findFirst();
  }

  /** A fault that strikes here and now; each question is an occasion of its own. */
  Optional<VenueFault> strikes(FaultKind kind, String account, String instrument, long nowMicros) {
    return chances(kind).stream()
        .filter(chance -> chance.fault().isActive(nowMicros))
        .filter(chance -> chance.fault().concerns(FaultParameter.ACCOUNT, account))
        .filter(chance -> chance.fault().concerns(FaultParameter.INSTRUMENT, instrument))
        .filter(chance -> chance.strikes(chance.orders()))
        .map(Chance::fault)
        .findFirst();
  }

  /**
   * A fault that strikes a request of the gateway, which belongs to no account and no instrument: a
   * fault that is limited to one does not.
   */
  Optional<VenueFault> strikesSample(FaultKind kind, long nowMicros) {
    return chances(kind).stream()
        .filter(chance -> chance.fault().isActive(nowMicros))
        .filter(chance -> chance.fault().concerns(FaultParameter.ACCOUNT, ""))
        .filter(chance -> chance.fault().concerns(FaultParameter.INSTRUMENT, ""))
        .filter(chance -> chance.strikes(chance.samples()))
        .map(Chance::fault)
        .findFirst();
  }

  /** Whether one of a kind begins at this very moment. */
  boolean begins(FaultKind kind, long atMicros) {
    return chances(kind).stream().anyMatch(chance -> chance.fault().fromMicros() == atMicros);
  }

  private List<Chance> chances(FaultKind kind) {
    return byKind.getOrDefault(kind, List.of());
  }
}
