package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.BookLevel;
import java.util.ArrayList;
import java.util.List;

/** Reads one side of a book, in the order of the message. Stateless, safe from any thread. */
final class Levels {

  private static final int MAX_LEVELS = 20_000;

  private Levels() {}

  /** Levels written as arrays that start with price and quantity. */
  static List<BookLevel> ofArrays(JsonNode parent, String field) throws FeedRejection {
    JsonNode side = side(parent, field);
    List<BookLevel> levels = new ArrayList<>(side.size());
    for (JsonNode level : side) {
      if (!level.isArray() || level.size() < 2) {
        throw FeedJson.invalid(field, "levels of [price, quantity]", level.getNodeType());
      }
      levels.add(level(level.get(0), level.get(1), field));
    }
    return levels;
  }

  /** Levels written as objects. */
  static List<BookLevel> ofObjects(
      JsonNode parent, String field, String priceField, String quantityField) throws FeedRejection {
    return ofObjects(side(parent, field), priceField, quantityField);
  }

  /** Levels written as objects, of a side that has no name. */
  static List<BookLevel> ofObjects(JsonNode side, String priceField, String quantityField)
      throws FeedRejection {
    checkSize(side, "levels");
    List<BookLevel> levels = new ArrayList<>(side.size());
    for (JsonNode level : side) {
      levels.add(level(level.path(priceField), level.path(quantityField), priceField));
    }
    return levels;
  }

  /** One level that is written among other fields. */
  static BookLevel ofObject(JsonNode parent, String priceField, String quantityField)
      throws FeedRejection {
    return level(parent.path(priceField), parent.path(quantityField), priceField);
  }

  /** Levels written as two arrays of equal length, prices and quantities. */
  static List<BookLevel> ofColumns(JsonNode parent, String priceField, String quantityField)
      throws FeedRejection {
    JsonNode prices = side(parent, priceField);
    JsonNode quantities = side(parent, quantityField);
    if (prices.size() != quantities.size()) {
      throw FeedJson.invalid(
          quantityField, "as many as " + priceField + ": " + prices.size(), quantities.size());
    }
    List<BookLevel> levels = new ArrayList<>(prices.size());
    for (int i = 0; i < prices.size(); i++) {
      levels.add(level(prices.get(i), quantities.get(i), priceField));
    }
    return levels;
  }

  private static JsonNode side(JsonNode parent, String field) throws FeedRejection {
    JsonNode side = FeedJson.array(parent, field);
    checkSize(side, field);
    return side;
  }

  private static void checkSize(JsonNode side, String field) throws FeedRejection {
    if (!side.isArray() || side.size() > MAX_LEVELS) {
      throw new FeedRejection(
          side.isArray() ? DeadLetterReason.OVERSIZE : DeadLetterReason.INVALID_FIELD,
          field + ": expected an array of at most " + MAX_LEVELS + " levels, got " + side.size());
    }
  }

  private static BookLevel level(JsonNode price, JsonNode quantity, String field)
      throws FeedRejection {
    return new BookLevel(FeedJson.priceE8(price, field), FeedJson.quantityE8(quantity, field));
  }
}
