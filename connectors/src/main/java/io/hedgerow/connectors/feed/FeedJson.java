package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.DeadLetterReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads JSON strictly and numbers exactly: a decimal never passes through a {@code double}, whether
 * the venue writes it as text or as a JSON number.
 *
 * <p>Every failure is a {@link FeedRejection} that names the field. Stateless, safe from any
 * thread.
 */
final class FeedJson {

  private static final int MAX_NESTING = 32;
  private static final int MAX_NUMBER_CHARS = 64;
  private static final long MICROS_PER_MILLI = 1_000L;
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_NUMBER_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private FeedJson() {}

  /** The message as a tree. */
  static JsonNode read(String payload) throws FeedRejection {
    try {
      return MAPPER.readTree(payload);
    } catch (JsonProcessingException e) {
      throw malformed("no JSON: " + FeedRejection.quote(e.getOriginalMessage()), payload);
    } catch (NumberFormatException | ArithmeticException e) {
      throw malformed("a number beyond all bounds", payload);
    }
  }

  /** Says that the whole message is not what it should be. */
  static FeedRejection malformed(String expectation, String payload) {
    return new FeedRejection(
        DeadLetterReason.MALFORMED, expectation + ", got: " + FeedRejection.quote(payload));
  }

  /** Says that a field has a value that the venue cannot mean. */
  static FeedRejection invalid(String field, String expectation, Object seen) {
    return new FeedRejection(
        DeadLetterReason.INVALID_FIELD,
        field + ": expected " + expectation + ", got " + FeedRejection.quote(String.valueOf(seen)));
  }

  static JsonNode object(JsonNode parent, String field) throws FeedRejection {
    JsonNode child = parent.path(field);
    if (!child.isObject()) {
      throw invalid(field, "an object", shown(child));
    }
    return child;
  }

  static JsonNode array(JsonNode parent, String field) throws FeedRejection {
    return array(parent.path(field), field, "an array");
  }

  static JsonNode array(JsonNode node, String field, String expectation) throws FeedRejection {
    if (!node.isArray()) {
      throw invalid(field, expectation, shown(node));
    }
    return node;
  }

  static String text(JsonNode parent, String field) throws FeedRejection {
    JsonNode child = parent.path(field);
    if (!child.isTextual() || child.textValue().isEmpty()) {
      throw invalid(field, "a text", shown(child));
    }
    return child.textValue();
  }

  static boolean flag(JsonNode parent, String field) throws FeedRejection {
    JsonNode child = parent.path(field);
    if (!child.isBoolean()) {
      throw invalid(field, "true or false", shown(child));
    }
    return child.booleanValue();
  }

  /** Whether the field is there and says something; venues write "" or null for no value. */
  static boolean says(JsonNode parent, String field) {
    JsonNode child = parent.path(field);
    return !child.isMissingNode()
        && !child.isNull()
        && !(child.isTextual() && child.textValue().isEmpty());
  }

  /** A whole number at or above {@code min}, written as a number or as text. */
  static long whole(JsonNode parent, String field, long min) throws FeedRejection {
    return whole(parent.path(field), min, field);
  }

  private static long whole(JsonNode child, long min, String field) throws FeedRejection {
    long value = child.isLong() || child.isInt() ? child.longValue() : wholeText(child, field);
    if (value < min) {
      throw invalid(field, "a whole number from " + min, value);
    }
    return value;
  }

  private static long wholeText(JsonNode node, String field) throws FeedRejection {
    if (node.isTextual()) {
      try {
        return Long.parseLong(node.textValue());
      } catch (NumberFormatException e) {
        throw invalid(field, "a whole number", node.textValue());
      }
    }
    throw invalid(field, "a whole number", shown(node));
  }

  /** A time in milliseconds, as microseconds. */
  static long micros(JsonNode parent, String field) throws FeedRejection {
    return microsOf(parent.path(field), field);
  }

  /** A time in milliseconds that stands alone, as microseconds. */
  static long microsOf(JsonNode node, String field) throws FeedRejection {
    long millis = whole(node, 0, field);
    if (millis > LATEST_SECOND * 1_000) {
      throw new FeedRejection(
          DeadLetterReason.IMPOSSIBLE_TIME, field + ": expected milliseconds, got " + millis);
    }
    return millis * MICROS_PER_MILLI;
  }

  /** A time in seconds with decimals, as microseconds, rounded down. */
  static long microsOfSeconds(JsonNode parent, String field) throws FeedRejection {
    BigDecimal seconds = decimal(parent.path(field), field);
    if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LATEST_SECOND)) > 0) {
      throw new FeedRejection(
          DeadLetterReason.IMPOSSIBLE_TIME,
          field + ": expected seconds, got " + FeedRejection.quote(seconds.toString()));
    }
    return seconds.scale() > MAX_NUMBER_CHARS
        ? 0
        : seconds
            .multiply(BigDecimal.valueOf(MICROS_PER_SECOND))
            .setScale(0, RoundingMode.DOWN)
            .longValueExact();
  }

  /** A time such as {@code 2023-09-25T07:49:37.708706Z}, as microseconds, rounded down. */
  static long isoMicros(JsonNode parent, String field) throws FeedRejection {
    String text = text(parent, field);
    try {
      Instant instant = Instant.parse(text);
      if (instant.getEpochSecond() >= 0 && instant.getEpochSecond() <= LATEST_SECOND) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
      }
    } catch (DateTimeException e) {
      throw invalid(field, "a time such as 2023-09-25T07:49:37.708706Z", text);
    }
    throw new FeedRejection(
        DeadLetterReason.IMPOSSIBLE_TIME,
        field + ": expected a time since 1970, got " + FeedRejection.quote(text));
  }

  /** An exact price above zero. */
  static long priceE8(JsonNode node, String field) throws FeedRejection {
    return positive(exactE8(node, field), field);
  }

  /** A mark or index price above zero: a computed one, rounded half even to eight decimals. */
  static long computedPriceE8(JsonNode parent, String field) throws FeedRejection {
    return positive(roundedE8(parent, field), field);
  }

  /** An exact quantity at or above zero. */
  static long quantityE8(JsonNode node, String field) throws FeedRejection {
    long quantityE8 = exactE8(node, field);
    if (quantityE8 < 0) {
      throw new FeedRejection(
          DeadLetterReason.QUANTITY_NEGATIVE,
          field + ": expected a quantity from 0, got " + E8.toDecimal(quantityE8));
    }
    return quantityE8;
  }

  /** A rate, rounded half even to eight decimals. */
  static long roundedE8(JsonNode parent, String field) throws FeedRejection {
    String decimal = decimalText(parent.path(field), field);
    try {
      return E8.parseRounded(decimal);
    } catch (NumberFormatException e) {
      throw invalid(field, "a decimal", decimal);
    } catch (ArithmeticException e) {
      throw outOfRange(field, decimal);
    }
  }

  private static long exactE8(JsonNode node, String field) throws FeedRejection {
    String decimal = decimalText(node, field);
    try {
      return E8.parse(decimal);
    } catch (NumberFormatException e) {
      throw invalid(field, "a decimal", decimal);
    } catch (ArithmeticException e) {
      throw outOfRange(field, decimal);
    }
  }

  private static long positive(long priceE8, String field) throws FeedRejection {
    if (priceE8 <= 0) {
      throw new FeedRejection(
          DeadLetterReason.PRICE_NOT_POSITIVE,
          field + ": expected a price above 0, got " + E8.toDecimal(priceE8));
    }
    return priceE8;
  }

  private static FeedRejection outOfRange(String field, String decimal) {
    return new FeedRejection(
        DeadLetterReason.OUT_OF_RANGE,
        field
            + ": expected at most eight decimals and less than 92233720368.54775808, got "
            + FeedRejection.quote(decimal));
  }

  private static BigDecimal decimal(JsonNode node, String field) throws FeedRejection {
    String text = decimalText(node, field);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw invalid(field, "a decimal", text);
    }
  }

  private static String decimalText(JsonNode node, String field) throws FeedRejection {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBigDecimal()) {
      return node.decimalValue().toString();
    }
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    throw invalid(field, "a decimal", shown(node));
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    return node.isValueNode() ? node.asText() : node.getNodeType().toString();
  }
}
