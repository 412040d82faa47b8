package io.hedgerow.testkit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One record as it stands on a topic.
 *
 * @param key null where there is none
 * @param bytes the value as it stands there; null for a tombstone
 * @param headers the newest value of each header name
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what it decodes to, not by equals
public record TopicRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    String key,
    byte[] bytes,
    Map<String, String> headers) {

  static TopicRecord of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), text(header.value()));
    }
    return new TopicRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        text(record.key()),
        record.value(),
        headers);
  }

  /**
   * The decoded value.
   *
   * @throws AssertionError if the bytes are no record of the contract: the message says where it
   *     stands and why
   */
  public SpecificRecord value() {
    try {
      return RecordCodec.decode(bytes);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(where() + ": " + e.reason() + ", " + e.getMessage(), e);
    }
  }

  /** Topic, partition and offset, for messages: {@code market.books/3@17}. */
  public String where() {
    return topic + "/" + partition + "@" + offset;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
