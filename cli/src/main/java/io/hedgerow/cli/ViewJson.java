package io.hedgerow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hedgerow.schemas.E8;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as JSON for people and scripts: scaled longs become decimals, and their names lose the
 * {@code E8}; everything else stands as in the schema.
 */
final class ViewJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private ViewJson() {}

  static String of(SpecificRecord record) {
    return write(fields(record));
  }

  /** On one line. */
  static String line(SpecificRecord record) {
    try {
      return JSON.writer()
          .without(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(fields(record));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, numbers and strings can be written", e);
    }
  }

  static String of(List<? extends SpecificRecord> records) {
    return write(records.stream().map(ViewJson::fields).toList());
  }

  /** Maps, lists, numbers and strings. */
  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, numbers and strings can be written", e);
    }
  }

  /** The fields of a record, for a larger object. */
  static Map<String, Object> fields(SpecificRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (field.name().endsWith("E8")) {
        String name = field.name().substring(0, field.name().length() - 2);
        fields.put(name, value == null ? null : new BigDecimal(E8.toDecimal((Long) value)));
      } else {
        fields.put(field.name(), plain(value));
      }
    }
    return fields;
  }

  private static Object plain(Object value) {
    if (value instanceof SpecificRecord record) {
      return fields(record);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ViewJson::plain).toList();
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
