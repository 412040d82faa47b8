package io.hedgerow.fastpath.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.order.LegTerms;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a registry from YAML. Unknown and missing keys are errors; prices and quantities are quoted
 * decimals. Stateless, safe from any thread.
 */
public final class RegistryFile {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private record File(
      List<Venue> venues, List<Instrument> instruments, List<Reference> references) {}

  private record Venue(
      String venue,
      String account,
      int messagesPerSecond,
      int burstMessages,
      int reservedMessages) {}

  private record Instrument(
      String venue,
      String instrument,
      String symbol,
      String asset,
      String quote,
      String tick,
      String lot,
      String contract,
      String leastQuantity,
      String leastNotional,
      int takerFeePpm,
      boolean leveraged,
      int initialMarginPpm,
      int maintenanceMarginPpm) {}

  private record Reference(String asset, String quote, String source) {}

  private RegistryFile() {}

  /**
   * Reads a registry.
   *
   * @throws IllegalArgumentException if it cannot be read or makes no sense, with the reason
   */
  public static Registry parse(String yaml) {
    try {
      File file = YAML.readValue(yaml, File.class);
      if (file == null || file.venues == null || file.instruments == null) {
        throw new IllegalArgumentException("expected venues and instruments");
      }
      List<Registry.VenueEntry> venues = new ArrayList<>();
      file.venues.forEach(
          each ->
              venues.add(
                  new Registry.VenueEntry(
                      each.venue,
                      each.account,
                      each.messagesPerSecond,
                      each.burstMessages,
                      each.reservedMessages)));
      List<Registry.InstrumentEntry> instruments = new ArrayList<>();
      file.instruments.forEach(each -> instruments.add(entry(each)));
      List<Registry.ReferenceEntry> references = new ArrayList<>();
      if (file.references != null) {
        file.references.forEach(
            each ->
                references.add(new Registry.ReferenceEntry(each.asset, each.quote, each.source)));
      }
      return new Registry(venues, instruments, references);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage() + " at " + where(e), e);
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "an unknown place" : "line " + e.getLocation().getLineNr();
  }

  private static Registry.InstrumentEntry entry(Instrument given) {
    String name = given.venue + "|" + given.instrument;
    LegTerms terms =
        new LegTerms(
            decimal(name + " tick", given.tick),
            decimal(name + " lot", given.lot),
            decimal(name + " leastQuantity", given.leastQuantity),
            decimal(name + " leastNotional", given.leastNotional),
            given.takerFeePpm,
            given.leveraged);
    return new Registry.InstrumentEntry(
        given.venue,
        given.instrument,
        given.symbol,
        given.asset,
        given.quote,
        terms,
        decimal(name + " contract", given.contract),
        given.initialMarginPpm,
        given.maintenanceMarginPpm);
  }

  private static long decimal(String what, String text) {
    try {
      return E8.parse(String.valueOf(text));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          what + ": expected a quoted decimal, saw '" + text + "'", e);
    }
  }
}
