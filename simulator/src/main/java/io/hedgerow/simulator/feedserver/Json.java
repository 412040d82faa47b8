package io.hedgerow.simulator.feedserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hedgerow.schemas.E8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests and writes levels. Stateless, safe from any thread. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The message as a tree; a missing node if it is no JSON. */
  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Levels as arrays of price, quantity and what else the venue puts behind. */
  static void levels(ObjectNode parent, String field, Map<Long, Long> side, String... behind) {
    ArrayNode levels = parent.putArray(field);
    side.forEach(
        (priceE8, quantityE8) -> {
          ArrayNode level = levels.addArray();
          level.add(E8.toDecimal(priceE8)).add(E8.toDecimal(quantityE8));
          for (String more : behind) {
            level.add(more);
          }
        });
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
