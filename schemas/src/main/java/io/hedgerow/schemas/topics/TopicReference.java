package io.hedgerow.schemas.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * Writes {@code docs/topics.md}: what stands on which topic, from the catalogue and the schemas
 * themselves, so that the reference cannot disagree with the code. Stateless, safe from any thread.
 */
public final class TopicReference {

  private static final String INTRODUCTION =
      """
      # Topics

      Generated from the topic catalogue and the Avro schemas; `./mvnw -pl schemas test \
      -Dhedgerow.docs.write=true` writes it anew. A test fails while it differs.

      - **Values** are Avro behind the Confluent frame: a zero byte, the four-byte schema ID (big \
      endian) from `schema-versions/lock.txt`, the Avro body.
      - **Numbers** marked *e8* are decimals scaled by 10⁻⁸: 100000000 is 1. Times are µs since the \
      epoch.
      - **Headers** are CloudEvents in Kafka's binary mode: `ce_id` (the event ID), `ce_type`, \
      `ce_source`, and on every topic except `state.*` and `risk.state` also `ce_time`: those say their \
      time in the record. A tombstone has no headers.
      - **Read with `isolation.level=read_committed`**: it costs nothing here and is right on every \
      topic that is written exactly once.
      - **Clock ticks** stand in every partition of the topics that list `ClockTick`, without a \
      key, so that event time moves while nothing trades. Feeds and gateways tick what comes \
      from outside; the fast path ticks what it writes, by the time of its journal.

      """;

  private static final String DEAD_LETTERS =
      """
      ## Dead letters

      What cannot be read, or cannot be true, goes to `<topic>.dlq` with its key, value and headers \
      untouched, and these headers added. Kept {retention}.

      | header | content |
      |---|---|
      | `dlq-reason` | a `DeadLetterReason`: what to sort by |
      | `__connect.errors.topic`, `.partition`, `.offset` | where it stood |
      | `__connect.errors.stage` | the operator that refused it |
      | `__connect.errors.exception.message` | what was expected and what was seen |

      A replay that cannot translate a recorded line, or place it in time, puts the line itself on \
      `market.books.dlq`, without the recorder's time stamp: its key is `file:line`, and of these \
      headers it has only `dlq-reason` and the message. So does `hedgerow feed` with a message: its \
      key is the venue, it holds the first 64 KiB, and `dlq-payload-bytes` says how many there were \
      (of a message above 4 Mi characters: those of so many).

      | input topic | dead-letter topic |
      |---|---|
      """;

  private TopicReference() {}

  /** The whole reference as Markdown. */
  public static String markdown() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    text.append("| topic | key | content | from → to |\n|---|---|---|---|\n");
    for (Topic topic : Topic.values()) {
      row(
          text,
          "[`" + topic.topicName() + "`](#" + topic.topicName().replace(".", "") + ")",
          topic.keyText(),
          topic.content(),
          topic.from() + " → " + topic.to());
    }
    for (Topic topic : Topic.values()) {
      section(text, topic);
    }
    text.append('\n')
        .append(DEAD_LETTERS.replace("{retention}", period(Topic.DEAD_LETTER_RETENTION)));
    for (Topic topic : Topic.values()) {
      if (topic.isInput()) {
        row(text, "`" + topic.topicName() + "`", "`" + topic.deadLetterName() + "`");
      }
    }
    return text.toString();
  }

  private static void section(StringBuilder text, Topic topic) {
    text.append("\n## ").append(topic.topicName()).append("\n\n");
    text.append(topic.content()).append("\n\n| | |\n|---|---|\n");
    row(text, "key", "`" + topic.keyText() + "`");
    row(text, "partitions", String.valueOf(topic.partitions()));
    row(
        text,
        "cleanup",
        topic.compacted()
            ? "compacted; a deletion stays visible for " + period(topic.retention())
            : "deleted after " + period(topic.retention()));
    row(text, "from → to", topic.from() + " → " + topic.to());
    row(text, "delivery", topic.delivery().text());
    row(
        text,
        "record types",
        topic.recordTypes().stream()
            .map(type -> "`" + Topic.schemaOf(type).getFullName() + "`")
            .collect(Collectors.joining(", ")));
    Map<String, Schema> records = new LinkedHashMap<>();
    collect(Topic.schemaOf(topic.recordTypes().get(0)), records);
    records.values().forEach(schema -> fields(text, schema));
  }

  private static void fields(StringBuilder text, Schema schema) {
    text.append("\n### ").append(schema.getName()).append("\n\n");
    if (schema.getDoc() != null) {
      text.append(schema.getDoc()).append("\n\n");
    }
    text.append("| field | type | meaning |\n|---|---|---|\n");
    for (Schema.Field field : schema.getFields()) {
      String meaning = field.doc() == null ? "" : field.doc();
      row(text, "`" + field.name() + "`", typeText(field.schema()), meaning);
    }
  }

  /** The record and those inside it, each once. */
  private static void collect(Schema schema, Map<String, Schema> records) {
    switch (schema.getType()) {
      case RECORD -> {
        if (records.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), records));
        }
      }
      case ARRAY -> collect(schema.getElementType(), records);
      case UNION -> schema.getTypes().forEach(each -> collect(each, records));
      default -> {
        // nothing stands inside a number, a text or an enum
      }
    }
  }

  private static String typeText(Schema schema) {
    String logical = schema.getProp("logicalType");
    return switch (schema.getType()) {
      case UNION -> unionText(schema);
      case ARRAY -> "array of " + typeText(schema.getElementType());
      case ENUM -> String.join(", ", schema.getEnumSymbols());
      case RECORD -> schema.getName();
      default -> schema.getType().getName() + (logical == null ? "" : " *" + logical + "*");
    };
  }

  private static String unionText(Schema union) {
    List<String> texts = new ArrayList<>();
    for (Schema each : union.getTypes()) {
      if (each.getType() != Schema.Type.NULL) {
        texts.add(typeText(each));
      }
    }
    return String.join(" or ", texts) + (union.isNullable() ? ", may be null" : "");
  }

  private static String period(Duration duration) {
    return duration.toHours() % 24 == 0 ? duration.toDays() + " d" : duration.toHours() + " h";
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    text.append("|\n");
  }
}
