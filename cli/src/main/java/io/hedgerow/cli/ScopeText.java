package io.hedgerow.cli;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.state.risk.Scope;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A scope as a person types it: {@code VENUE SIM-ALPHA}. */
final class ScopeText implements ITypeConverter<Scope> {

  static final String FORMS =
      "SYSTEM, \"VENUE SIM-ALPHA\", \"ASSET BTC\", \"ROUTE SIM-ALPHA|BTC-USDT\" or"
          + " \"MODULE fast-path\"";

  @Override
  public Scope convert(String text) {
    String[] words = text.trim().split(" +");
    ScopeType type =
        Arrays.stream(ScopeType.values())
            .filter(known -> known.name().equals(words[0].toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> unknown(text));
    if (type == ScopeType.SYSTEM && words.length == 1) {
      return Scope.SYSTEM;
    }
    if (type == ScopeType.SYSTEM || words.length != 2 || !fits(type, words[1])) {
      throw unknown(text);
    }
    return new Scope(type, words[1]);
  }

  private static boolean fits(ScopeType type, String name) {
    return switch (type) {
      case SYSTEM -> false;
      case ROUTE ->
          name.matches("[^|]+[|][^|]+")
              && isName(InstrumentKey.venueOf(name))
              && isName(InstrumentKey.instrumentOf(name));
      case ASSET, VENUE -> isName(name);
      case MODULE -> name.matches("[A-Za-z0-9._-]+");
    };
  }

  private static boolean isName(String name) {
    return name.chars().allMatch(InstrumentKey::isNameCharacter);
  }

  private static TypeConversionException unknown(String text) {
    return new TypeConversionException("expected " + FORMS + ", saw '" + text + "'");
  }
}
