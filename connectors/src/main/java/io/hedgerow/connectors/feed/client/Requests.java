package io.hedgerow.connectors.feed.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Writes requests and reads short answers. Stateless, safe from any thread. */
final class Requests {

  static final ObjectMapper JSON = new ObjectMapper();

  /** Answers to requests are short; books are not looked at. */
  private static final int MAX_ANSWER_CHARS = 4_096;

  private Requests() {}

  static String text(JsonNode request) {
    return request.toString();
  }

  /** The answer as a tree; a missing node if it is too long or no JSON. */
  static JsonNode answer(String payload) {
    if (payload.length() > MAX_ANSWER_CHARS) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
