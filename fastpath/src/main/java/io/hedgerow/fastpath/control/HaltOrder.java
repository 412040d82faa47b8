package io.hedgerow.fastpath.control;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What stands in the file {@code halt} or {@code resume} of a control folder. The file counts by
 * being there: what cannot be understood in it is its reason, and an empty one is a halt, too.
 *
 * @param id tells it from every other; empty: the file names none
 * @param by who
 * @param reason why
 */
public record HaltOrder(String id, String by, String reason) {

  /** Longest text that is kept of each field, characters. */
  public static final int MAX_CHARS = 500;

  private static final String ID = "id: ";
  private static final String BY = "by: ";
  private static final String REASON = "reason: ";

  /** Control characters become spaces, and what is too long is cut. */
  public HaltOrder {
    id = clean(id);
    by = clean(by);
    reason = clean(reason);
  }

  /** As it stands in the file. */
  String text() {
    return ID + id + "\n" + BY + by + "\n" + REASON + reason + "\n";
  }

  /** What such a text says; never fails. */
  static HaltOrder parse(String text) {
    String id = "";
    String by = "";
    StringBuilder reason = new StringBuilder();
    for (String line : text.split("\n")) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith(ID)) {
        id = line.substring(ID.length());
      } else if (lower.startsWith(BY)) {
        by = line.substring(BY.length());
      } else {
        reason.append(lower.startsWith(REASON) ? line.substring(REASON.length()) : line);
        reason.append(' ');
      }
    }
    return new HaltOrder(id, by, reason.toString());
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_CHARS)
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c)
        .forEach(clean::appendCodePoint);
    byte[] bytes = clean.toString().getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }
}
