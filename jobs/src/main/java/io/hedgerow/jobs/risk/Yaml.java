package io.hedgerow.jobs.risk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A YAML document whose every part knows its line, so that an error can name it. */
sealed interface Yaml {

  /** Where it begins, from 1; what a key holds begins with the key. */
  int line();

  /** Keys with what they hold, in the order of the file. */
  record Section(int line, Map<String, Yaml> fields) implements Yaml {}

  record Items(int line, List<Yaml> items) implements Yaml {}

  /**
   * A single value.
   *
   * @param value a Long, a Boolean or a String; null for anything else
   * @param text as it stands in the file
   */
  record Scalar(int line, Object value, String text) implements Yaml {}

  /**
   * Reads a document.
   *
   * @param problems to which repeated keys are added
   * @throws IllegalArgumentException if it is not exactly one YAML document; names the line
   */
  static Yaml parse(String text, List<String> problems) {
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("expected a policy, saw an empty file");
      }
      Yaml document = read(parser, line(parser), problems);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "line " + line(parser) + ": expected one document, saw another one");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(problem(e), e);
    } catch (IOException e) {
      throw new IllegalStateException("a string can be read", e);
    }
  }

  /** The parser tells first what it was doing: the problem comes after. */
  private static String problem(JsonProcessingException error) {
    if (error.getCause() instanceof MarkedYAMLException marked
        && marked.getProblem() != null
        && marked.getProblemMark() != null) {
      return "line " + (marked.getProblemMark().getLine() + 1) + ": " + marked.getProblem();
    }
    String line =
        error.getLocation() == null ? "" : "line " + error.getLocation().getLineNr() + ": ";
    return line + error.getOriginalMessage().lines().findFirst().orElse("no YAML");
  }

  private static Yaml read(JsonParser parser, int line, List<String> problems) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Section(line, fields(parser, problems));
      case START_ARRAY -> {
        List<Yaml> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, line(parser), problems));
        }
        yield new Items(line, items);
      }
      case VALUE_NUMBER_INT -> new Scalar(line, wholeNumber(parser), parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(line, parser.getBooleanValue(), parser.getText());
      case VALUE_STRING -> new Scalar(line, parser.getText(), "'" + parser.getText() + "'");
      default -> new Scalar(line, null, parser.getText());
    };
  }

  private static Map<String, Yaml> fields(JsonParser parser, List<String> problems)
      throws IOException {
    Map<String, Yaml> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int line = line(parser);
      parser.nextToken();
      Yaml before = fields.putIfAbsent(key, read(parser, line, problems));
      if (before != null) {
        problems.add("line " + line + ": " + key + " stands on line " + before.line() + " already");
      }
    }
    return fields;
  }

  /** Null for what is no plain decimal number: octal, hexadecimal, or beyond 64 bits. */
  private static Long wholeNumber(JsonParser parser) throws IOException {
    boolean plain = parser.getText().matches("-?(0|[1-9][0-9_]*)");
    boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return plain && fits ? parser.getLongValue() : null;
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
