package io.hedgerow.state.risk;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.ScopeType;
import java.util.List;
import java.util.Map;

/** Which scopes a measure's subject stands for (RISK-2). Stateless, safe from any thread. */
public final class Scopes {

  /** What a display unit is used for, and all that it may ever touch (TRIG-11). */
  public static final String REPORTING_MODULE = "reporting";

  private static final Map<String, List<String>> ASSETS_OF_CHAIN =
      Map.of(
          "BITCOIN", List.of("BTC"),
          "ETHEREUM", List.of("ETH", "PAXG"),
          "SOLANA", List.of("SOL"));

  private Scopes() {}

  /**
   * The scopes, or none if the subject does not tell: such a trigger cannot be classified, and what
   * cannot be classified closes everything.
   *
   * @param component the part of the subject that broke its threshold
   */
  public static List<Scope> of(Measure measure, String subject, String component) {
    return switch (measure) {
      case REALIZED_VOLATILITY, COST_OVER_EDGE, FUNDING_DISPERSION, GOLD_BASIS ->
          one(ScopeType.ASSET, subject);
      case VENUE_BASIS -> one(ScopeType.ASSET, baseOf(subject));
      case CONFIRMATION_DELAY, BLOCK_GAP -> ofChain(subject);
      case FUNDING_DISTANCE, FUNDING_INVERSION, EXECUTABLE_DEPTH, BOOK_UNUSABLE ->
          one(ScopeType.ROUTE, subject);
      case PRICE_DIVERGENCE -> one(ScopeType.ROUTE, InstrumentKey.of(component, subject));
      case API_LATENCY, API_ERRORS, API_REFUSALS -> one(ScopeType.VENUE, subject);
      case TRANSFERS_CLOSED, SETTLEMENT_DELAY, MARGIN_BUFFER, UNRECONCILED ->
          one(ScopeType.VENUE, InstrumentKey.venueOf(subject));
      case DISPLAY_UNIT -> one(ScopeType.MODULE, REPORTING_MODULE);
      case INTEGRITY_FAULT, CONTROL_OVERDUE -> List.of(Scope.SYSTEM);
    };
  }

  /** The base asset of an instrument: what stands before its first hyphen. */
  public static String baseOf(String instrument) {
    int hyphen = instrument.indexOf('-');
    return hyphen < 0 ? instrument : instrument.substring(0, hyphen);
  }

  private static List<Scope> ofChain(String chain) {
    List<String> assets = ASSETS_OF_CHAIN.get(chain);
    return assets == null
        ? one(ScopeType.MODULE, chain)
        : assets.stream().map(asset -> new Scope(ScopeType.ASSET, asset)).toList();
  }

  private static List<Scope> one(ScopeType type, String name) {
    return name.isEmpty() ? List.of() : List.of(new Scope(type, name));
  }
}
