package io.hedgerow.state.pair;

/**
 * The client order ID of an order's number and back: 16 characters {@code [0-9A-Z]}, which fits the
 * rule of every venue (IDEM-2).
 *
 * <pre>
 *   H G 0 0 0 0 7 P S 3 G 0 X 0 1 K
 *   └┬┘ └────────────┬──────────┘ └ check character
 *  ours     number, base 36
 * </pre>
 *
 * Each number has one text and each text at most one number. The mark and the check character keep
 * texts of others apart. Allocates nothing; any thread.
 */
public final class ClientOrderIds {

  /** Characters of an ID. */
  public static final int LENGTH = 16;

  /** What {@link #parse} gives for a text that is not one of ours. */
  public static final long FOREIGN = -1;

  private static final char MARK_1 = 'H';
  private static final char MARK_2 = 'G';
  private static final int FIRST_DIGIT = 2;
  private static final int CHECK = LENGTH - 1;
  private static final int RADIX = 36;

  private ClientOrderIds() {}

  /**
   * Writes the ID over whatever the buffer held.
   *
   * @param number above 0
   * @param target reused; at least 16 characters of capacity, else it grows once
   */
  public static void write(long number, StringBuilder target) {
    if (number <= 0) {
      throw new IllegalArgumentException("expected an order number above 0, saw " + number);
    }
    target.setLength(LENGTH);
    target.setCharAt(0, MARK_1);
    target.setCharAt(1, MARK_2);
    long rest = number;
    for (int i = CHECK - 1; i >= FIRST_DIGIT; i--) {
      target.setCharAt(i, character((int) (rest % RADIX)));
      rest /= RADIX;
    }
    target.setCharAt(CHECK, character(check(number)));
  }

  /**
   * The number of the cancel that is sent for an order when its engine ends and can number nothing
   * any more. No order and no other request has it.
   */
  public static long lastCancelOf(long orderNumber) {
    return orderNumber | OrderNumbers.LAST_CANCEL;
  }

  /** The number of an ID; {@link #FOREIGN} for any text that {@link #write} does not make. */
  public static long parse(CharSequence text) {
    if (text.length() != LENGTH || text.charAt(0) != MARK_1 || text.charAt(1) != MARK_2) {
      return FOREIGN;
    }
    long number = 0;
    for (int i = FIRST_DIGIT; i < CHECK; i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0 || number > (Long.MAX_VALUE - digit) / RADIX) {
        return FOREIGN;
      }
      number = number * RADIX + digit;
    }
    return number > 0 && digit(text.charAt(CHECK)) == check(number) ? number : FOREIGN;
  }

  /** A wrong or exchanged character shows here, but for about one in 36. */
  private static int check(long number) {
    int sum = 0;
    long rest = number;
    for (int weight = 1; rest > 0; weight += 2) {
      sum = (sum + weight * (int) (rest % RADIX)) % (RADIX + 1);
      rest /= RADIX;
    }
    return sum % RADIX;
  }

  private static char character(int digit) {
    return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
  }

  private static int digit(char character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    return character >= 'A' && character <= 'Z' ? character - 'A' + 10 : -1;
  }
}
