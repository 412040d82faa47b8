package io.hedgerow.testkit.kafka;

import io.hedgerow.schemas.E8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;

/** Says in which fields records differ, one line each: key, field, expected, seen. */
final class RecordDifference {

  /** More lines than this hide what matters. */
  private static final int MAX_LINES = 20;

  private final List<String> lines = new ArrayList<>();
  private int hidden;

  /** The difference of two views by key; empty text if there is none. */
  static String ofMaps(
      Map<String, ? extends SpecificRecord> expected,
      Map<String, ? extends SpecificRecord> seen,
      Set<String> ignoredFields) {
    RecordDifference difference = new RecordDifference();
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(seen.keySet());
    for (String key : keys) {
      difference.compare(key, expected.get(key), seen.get(key), ignoredFields);
    }
    return difference.text();
  }

  /** The difference of two lists, place by place; empty text if there is none. */
  static String ofLists(
      List<? extends SpecificRecord> expected, List<? extends SpecificRecord> seen) {
    RecordDifference difference = new RecordDifference();
    for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
      difference.compare(
          "[" + i + "]",
          i < expected.size() ? expected.get(i) : null,
          i < seen.size() ? seen.get(i) : null,
          Set.of());
    }
    return difference.text();
  }

  private void compare(
      String key, SpecificRecord expected, SpecificRecord seen, Set<String> ignoredFields) {
    if (expected == null || seen == null) {
      if (expected != seen) {
        add(key, "", show(expected, null), show(seen, null));
      }
    } else if (!expected.getSchema().equals(seen.getSchema())) {
      add(key, "type", expected.getSchema().getName(), seen.getSchema().getName());
    } else {
      compareFields(key, "", expected, seen, ignoredFields);
    }
  }

  private void compareFields(
      String key,
      String path,
      IndexedRecord expected,
      IndexedRecord seen,
      Set<String> ignoredFields) {
    for (Schema.Field field : expected.getSchema().getFields()) {
      if (!ignoredFields.contains(field.name())) {
        compareValues(
            key,
            path + field.name(),
            field.schema(),
            expected.get(field.pos()),
            seen.get(field.pos()));
      }
    }
  }

  private void compareValues(String key, String path, Schema schema, Object expected, Object seen) {
    if (Objects.equals(expected, seen)) {
      return;
    }
    if (expected instanceof List<?> expectedItems && seen instanceof List<?> seenItems) {
      if (expectedItems.size() != seenItems.size()) {
        add(key, path + ".size", String.valueOf(expectedItems.size()), "" + seenItems.size());
      }
      for (int i = 0; i < Math.min(expectedItems.size(), seenItems.size()); i++) {
        compareValues(
            key,
            path + "[" + i + "]",
            schema.getElementType(),
            expectedItems.get(i),
            seenItems.get(i));
      }
    } else if (expected instanceof IndexedRecord a && seen instanceof IndexedRecord b) {
      compareFields(key, path + ".", a, b, Set.of());
    } else {
      add(key, path, show(expected, schema), show(seen, schema));
    }
  }

  private void add(String key, String field, String expected, String seen) {
    if (lines.size() == MAX_LINES) {
      hidden++;
      return;
    }
    lines.add(
        key + (field.isEmpty() ? "" : " " + field) + ": expected " + expected + ", saw " + seen);
  }

  private String text() {
    String more = hidden == 0 ? "" : "\n… and " + hidden + " more differences";
    return String.join("\n", lines) + more;
  }

  /** Scaled longs as decimals, missing records as such. */
  private static String show(Object value, Schema schema) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Long scaled && schema != null && isE8(schema)) {
      return E8.toDecimal(scaled);
    }
    return value.toString();
  }

  private static boolean isE8(Schema schema) {
    if (schema.isUnion()) {
      return schema.getTypes().stream().anyMatch(RecordDifference::isE8);
    }
    LogicalType type = schema.getLogicalType();
    return (type != null && type.getName().equals("e8"))
        || "e8".equals(schema.getProp(LogicalType.LOGICAL_TYPE_PROP));
  }
}
