package io.hedgerow.state.risk;

import io.hedgerow.schemas.alerts.ScopeType;
import java.util.Comparator;

/**
 * What a restriction applies to.
 *
 * @param type of what
 * @param name ROUTE: venue|instrument; ASSET: symbol; VENUE: venue; MODULE: name; SYSTEM: {@link
 *     #SYSTEM_NAME}
 */
public record Scope(ScopeType type, String name) implements Comparable<Scope> {

  /** The only name of the type SYSTEM. */
  public static final String SYSTEM_NAME = "SYSTEM";

  /** Everything. */
  public static final Scope SYSTEM = new Scope(ScopeType.SYSTEM, SYSTEM_NAME);

  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::type).thenComparing(Scope::name);

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return type == ScopeType.SYSTEM ? SYSTEM_NAME : type + " " + name;
  }
}
