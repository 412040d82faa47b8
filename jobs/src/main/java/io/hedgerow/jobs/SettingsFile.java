package io.hedgerow.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A job's own YAML file, read into a record: every component must be there, and nothing else, so
 * that a mistyped key is an error at start and not a default.
 */
public final class SettingsFile {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  private SettingsFile() {}

  /**
   * Reads a file.
   *
   * @param type a record; components that are records are sections of the file
   * @throws IllegalArgumentException if the file is missing, is no YAML, or does not fit the
   *     record; the message names the file and every key that is wrong
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      List<String> wrong = new ArrayList<>();
      compareKeys(tree, type, "", wrong);
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(file + ": " + String.join("; ", wrong));
      }
      return YAML.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(file + ": " + key(e) + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage() + line(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
  }

  private static void compareKeys(
      JsonNode seen, Class<?> type, String section, List<String> wrong) {
    Set<String> unknown = new TreeSet<>();
    seen.fieldNames().forEachRemaining(unknown::add);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      unknown.remove(name);
      if (!seen.has(name)) {
        wrong.add("expected the key " + section + name + ", saw none");
      } else if (component.getType().isRecord()) {
        compareKeys(seen.path(name), component.getType(), section + name + ".", wrong);
      }
    }
    unknown.forEach(name -> wrong.add("unknown key " + section + name));
  }

  private static String key(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .collect(Collectors.joining("."));
    return key.isEmpty() ? "" : key + ": ";
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }
}
