package io.hedgerow.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.topics.Topic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The CloudEvents headers of a record, in Kafka's binary mode: whoever reads a topic with a general
 * tool sees what an event is, from whom and of when, without decoding it.
 *
 * <p>{@code ce_id} is the deterministic event ID, {@code ce_type} the schema's full name, {@code
 * ce_time} the event time in RFC 3339 with microseconds. Stateless, safe from any thread.
 */
public final class EventHeaders {

  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String SOURCE = "ce_source";
  public static final String TIME = "ce_time";

  private static final String VERSION = "1.0";
  private static final int EVENT_ID_BYTES = 32;

  private EventHeaders() {}

  /**
   * The five headers of a record.
   *
   * @param source who writes it: {@code hedgerow/generator}
   * @throws IllegalArgumentException if the record's type is not in the topic catalogue
   */
  public static List<Header> of(SpecificRecord record, String source) {
    return List.of(
        header(SPEC_VERSION, VERSION),
        header(ID, RecordKeys.eventIdOf(record)),
        header(TYPE, record.getSchema().getFullName()),
        header(SOURCE, source),
        header(TIME, instant(RecordKeys.eventTimeMicrosOf(record)).toString()));
  }

  /**
   * The headers of an encoded view, without decoding it: in every schema of a {@code state.*} topic
   * the event ID is the last field, so it is the last bytes of the record.
   *
   * @param value a framed view of that topic
   */
  public static List<Header> ofView(Topic topic, byte[] value, String source) {
    byte[] id = Arrays.copyOfRange(value, value.length - EVENT_ID_BYTES, value.length);
    return List.of(
        header(SPEC_VERSION, VERSION),
        new RecordHeader(ID, id),
        header(TYPE, Topic.schemaOf(topic.recordTypes().get(0)).getFullName()),
        header(SOURCE, source));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
