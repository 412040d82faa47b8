package io.hedgerow.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records to bytes and back: Avro binary behind the Confluent frame, a zero byte and the four-byte
 * schema ID, big endian.
 *
 * <p>IDs come from {@link SchemaLock}. An older version is read into today's type by Avro's schema
 * resolution. Safe from any thread.
 */
public final class RecordCodec {

  /** Bytes of the frame before the Avro body. */
  public static final int FRAME_BYTES = 5;

  /** Larger records are refused, before anything is allocated for them. */
  public static final int MAX_RECORD_BYTES = 1 << 20;

  /**
   * No array in a record may be longer: else ten hostile bytes would allocate gigabytes. Texts are
   * limited in the same way, by what a whole record may be.
   */
  private static final int MAX_ARRAY_ITEMS = 1 << 17;

  static {
    System.setProperty(
        "org.apache.avro.limits.collectionItems.maxLength", String.valueOf(MAX_ARRAY_ITEMS));
    System.setProperty("org.apache.avro.limits.string.maxLength", String.valueOf(MAX_RECORD_BYTES));
    System.setProperty("org.apache.avro.limits.bytes.maxLength", String.valueOf(MAX_RECORD_BYTES));
  }

  private static final SchemaLock LOCK = SchemaLock.load();
  private static final Map<String, Integer> CURRENT_ID = new ConcurrentHashMap<>();
  private static final Map<Integer, SpecificDatumReader<SpecificRecord>> READERS =
      new ConcurrentHashMap<>();

  private RecordCodec() {}

  /** The ID under which records of this schema are written today. */
  public static int currentId(Schema schema) {
    return CURRENT_ID.computeIfAbsent(schema.getFullName(), name -> newestId(schema));
  }

  /** The lock that this codec reads. */
  public static SchemaLock lock() {
    return LOCK;
  }

  /** Writes a record with its frame. */
  public static byte[] encode(SpecificRecord record) {
    Schema schema = record.getSchema();
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    int id = currentId(schema);
    out.write(0);
    out.write(id >>> 24);
    out.write(id >>> 16);
    out.write(id >>> 8);
    out.write(id);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The schema ID in a frame, known or not; the value must be at least a frame long. */
  public static int schemaId(byte[] framed) {
    return (framed[1] & 0xff) << 24
        | (framed[2] & 0xff) << 16
        | (framed[3] & 0xff) << 8
        | (framed[4] & 0xff);
  }

  /**
   * Finds which schema a framed value was written with.
   *
   * @throws UnreadableRecordException if the value is null, oversize, not framed, or of an unknown
   *     ID
   */
  public static SchemaLock.Entry writerOf(byte[] value) throws UnreadableRecordException {
    if (value == null) {
      throw new UnreadableRecordException(
          DeadLetterReason.NULL_VALUE, "expected a value, saw null");
    }
    if (value.length > MAX_RECORD_BYTES) {
      throw new UnreadableRecordException(
          DeadLetterReason.OVERSIZE,
          "expected at most " + MAX_RECORD_BYTES + " bytes, saw " + value.length);
    }
    if (value.length < FRAME_BYTES || value[0] != 0) {
      throw new UnreadableRecordException(
          DeadLetterReason.NOT_FRAMED,
          "expected 0x00 and a schema ID, saw " + value.length + " bytes without that frame");
    }
    int id = schemaId(value);
    return LOCK.find(id)
        .orElseThrow(
            () ->
                new UnreadableRecordException(
                    DeadLetterReason.UNKNOWN_SCHEMA_ID, "no schema has the ID " + id));
  }

  /**
   * Reads a framed value.
   *
   * @throws UnreadableRecordException if the bytes are no record of the contract
   */
  public static SpecificRecord decode(byte[] value) throws UnreadableRecordException {
    SchemaLock.Entry writer = writerOf(value);
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, FRAME_BYTES, value.length - FRAME_BYTES, null);
    SpecificRecord record;
    boolean atEnd;
    try {
      record = READERS.computeIfAbsent(writer.id(), id -> reader(writer)).read(null, decoder);
      atEnd = decoder.isEnd();
    } catch (IOException | RuntimeException e) {
      // Avro answers hostile bytes with exceptions of many types; none may stop a job.
      throw new UnreadableRecordException(
          DeadLetterReason.MALFORMED, "no " + writer.fullName() + ": " + e);
    }
    if (!atEnd) {
      throw new UnreadableRecordException(
          DeadLetterReason.MALFORMED, "bytes left over after the " + writer.fullName());
    }
    return record;
  }

  private static SpecificDatumReader<SpecificRecord> reader(SchemaLock.Entry writer) {
    Class<?> type = SpecificData.get().getClass(writer.schema());
    Schema today = type == null ? writer.schema() : SpecificData.get().getSchema(type);
    return new SpecificDatumReader<>(writer.schema(), today);
  }

  private static int newestId(Schema schema) {
    List<SchemaLock.Entry> versions = LOCK.versions(schema.getFullName());
    if (versions.isEmpty()) {
      throw new IllegalStateException(schema.getFullName() + " is not in schema-versions/lock.txt");
    }
    return versions.get(versions.size() - 1).id();
  }
}
