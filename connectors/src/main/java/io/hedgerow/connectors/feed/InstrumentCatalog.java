package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which symbols of which venues we know, read from {@code instruments.yaml} (NET-1).
 *
 * <p>Immutable, safe from any thread. Reading is strict: an unknown key, a repeated key or a
 * missing value is an {@link IllegalArgumentException} that names the file, the place and what was
 * expected.
 */
public final class InstrumentCatalog {

  private static final String DEFAULT_RESOURCE = "instruments.yaml";
  private static final Pattern ID = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)*");
  private static final int MAX_DECIMALS = 8;
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private record CatalogYaml(Map<String, VenueYaml> venues) {}

  private record VenueYaml(
      int streamDepth, int snapshotDepth, Map<String, InstrumentYaml> instruments) {}

  private record InstrumentYaml(
      String id,
      String asset,
      Contract contract,
      String contractSize,
      int priceDecimals,
      int quantityDecimals) {}

  /** Which keys may stand how deep; between them stand venue IDs and symbols. */
  private static final Map<Integer, Set<String>> KEYS_BY_DEPTH =
      Map.of(
          1, keysOf(CatalogYaml.class),
          3, keysOf(VenueYaml.class),
          5, keysOf(InstrumentYaml.class));

  private final Map<String, Map<String, Instrument>> byVenueAndSymbol;

  private InstrumentCatalog(Map<String, Map<String, Instrument>> byVenueAndSymbol) {
    this.byVenueAndSymbol = byVenueAndSymbol;
  }

  /** The catalogue that is shipped with the software. */
  public static InstrumentCatalog loadDefault() {
    try (InputStream in = InstrumentCatalog.class.getResourceAsStream(DEFAULT_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT_RESOURCE + " is missing from the class path");
      }
      return load(in, DEFAULT_RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   */
  public static InstrumentCatalog load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return load(in, file.toString());
    }
  }

  /**
   * Reads a stream, which is left open.
   *
   * @param name what messages call the source
   * @throws IOException if it cannot be read
   */
  public static InstrumentCatalog load(InputStream in, String name) throws IOException {
    byte[] content = in.readAllBytes();
    try {
      checkKeys(content, name);
      return checked(YAML.readValue(content, CatalogYaml.class), name);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + place(e) + ": " + cause(e), e);
    }
  }

  /** The instrument that this venue calls by this symbol. */
  public Optional<Instrument> find(String venue, String symbol) {
    return Optional.ofNullable(byVenueAndSymbol.getOrDefault(venue, Map.of()).get(symbol));
  }

  /** The symbols of a venue, in the order of the file; empty for an unknown venue. */
  public Collection<Instrument> instrumentsOf(String venue) {
    return byVenueAndSymbol.getOrDefault(venue, Map.of()).values();
  }

  /** Venue IDs in the order of the file. */
  public Set<String> venues() {
    return byVenueAndSymbol.keySet();
  }

  /** Looks for unknown keys apart from the binding, which does not know their lines any more. */
  private static void checkKeys(byte[] content, String name) throws IOException {
    try (JsonParser parser = YAML.createParser(content)) {
      int depth = 0;
      for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
        depth += at.isStructStart() ? 1 : at.isStructEnd() ? -1 : 0;
        Set<String> known = KEYS_BY_DEPTH.get(depth);
        if (at == JsonToken.FIELD_NAME && known != null && !known.contains(parser.currentName())) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s:%d: unknown key '%s', expected one of %s",
                  name,
                  parser.currentTokenLocation().getLineNr(),
                  parser.currentName(),
                  known));
        }
      }
    }
  }

  private static Set<String> keysOf(Class<? extends Record> yaml) {
    return Arrays.stream(yaml.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static InstrumentCatalog checked(CatalogYaml yaml, String name) {
    require(yaml != null && yaml.venues() != null, name, "expected the key 'venues'");
    Map<String, Map<String, Instrument>> venues = new LinkedHashMap<>();
    yaml.venues()
        .forEach(
            (venue, content) -> {
              require(ID.matcher(venue).matches(), name, "venue ID '" + venue + "': " + ID);
              require(
                  content != null && content.instruments() != null,
                  name,
                  venue + ": expected the key 'instruments'");
              venues.put(venue, instruments(venue, content, name));
            });
    return new InstrumentCatalog(Collections.unmodifiableMap(venues));
  }

  private static Map<String, Instrument> instruments(String venue, VenueYaml yaml, String name) {
    Map<String, Instrument> bySymbol = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    yaml.instruments()
        .forEach(
            (symbol, content) -> {
              Instrument instrument = instrument(venue, yaml, symbol, content, name);
              require(
                  ids.add(instrument.id()),
                  name,
                  venue + ": two symbols have the ID " + instrument.id());
              bySymbol.put(symbol, instrument);
            });
    return Collections.unmodifiableMap(bySymbol);
  }

  private static Instrument instrument(
      String venue, VenueYaml defaults, String symbol, InstrumentYaml yaml, String name) {
    String place = venue + " " + symbol + ": ";
    require(yaml != null, name, place + "expected id and asset");
    require(isId(yaml.id()), name, place + "id '" + yaml.id() + "' must match " + ID);
    require(isId(yaml.asset()), name, place + "asset '" + yaml.asset() + "' must match " + ID);
    require(isDecimals(yaml.priceDecimals()), name, place + "priceDecimals must be 0 to 8");
    require(isDecimals(yaml.quantityDecimals()), name, place + "quantityDecimals must be 0 to 8");
    require(
        defaults.streamDepth() >= 0 && defaults.snapshotDepth() >= 0,
        name,
        venue + ": a depth must not be negative");
    return new Instrument(
        venue,
        symbol,
        yaml.id(),
        yaml.asset(),
        yaml.contract() == null ? Contract.LINEAR : yaml.contract(),
        contractSizeE8(yaml.contractSize(), name, place),
        yaml.priceDecimals(),
        yaml.quantityDecimals(),
        defaults.streamDepth(),
        defaults.snapshotDepth());
  }

  private static long contractSizeE8(String decimal, String name, String place) {
    if (decimal == null) {
      return E8.ONE;
    }
    try {
      long sizeE8 = E8.parse(decimal);
      require(sizeE8 > 0, name, place + "contractSize must be above 0, is " + decimal);
      return sizeE8;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          name + ": " + place + "contractSize must be a decimal, is '" + decimal + "'", e);
    }
  }

  private static boolean isId(String text) {
    return text != null && ID.matcher(text).matches();
  }

  private static boolean isDecimals(int decimals) {
    return decimals >= 0 && decimals <= MAX_DECIMALS;
  }

  private static void require(boolean condition, String name, String expectation) {
    if (!condition) {
      throw new IllegalArgumentException(name + ": " + expectation);
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? "" : ":" + location.getLineNr();
  }

  private static String cause(JsonProcessingException e) {
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return (path.isEmpty() ? "" : "at " + path + ": ") + e.getOriginalMessage();
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(path.isEmpty() ? "" : " > ").append(step.getFieldName());
    }
    return path.toString();
  }
}
