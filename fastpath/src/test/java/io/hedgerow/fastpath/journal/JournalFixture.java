package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Records that follow from their sequence, so that every reader knows what it must see. */
final class JournalFixture {

  /** The smallest segments that there are: sixty records each, or so. */
  static final JournalSettings SMALL =
      new JournalSettings(4_096, 1 << 20, 0, 7, "build-0a1b2c").withForceEveryMillis(0);

  private static final int MAX_BODY_BYTES = 90;

  /** A record as a value. */
  record Entry(long sequence, int type, long timeMicros, String body) {}

  private JournalFixture() {}

  static int bodyLength(long sequence) {
    return (int) (sequence * 37 % (MAX_BODY_BYTES + 1));
  }

  static byte bodyByte(long sequence, int index) {
    return (byte) (sequence * 131 + index * 17L + 1);
  }

  static int type(long sequence) {
    return (int) (sequence % 3 + 1);
  }

  static long timeMicros(long sequence) {
    return 1_700_000_000_000_000L + sequence * 10;
  }

  static Entry entry(long sequence) {
    byte[] body = new byte[bodyLength(sequence)];
    for (int i = 0; i < body.length; i++) {
      body[i] = bodyByte(sequence, i);
    }
    return new Entry(
        sequence, type(sequence), timeMicros(sequence), HexFormat.of().formatHex(body));
  }

  static List<Entry> entries(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(JournalFixture::entry).toList();
  }

  /** Appends the next record, as soon as its segment is ready; returns its sequence or a code. */
  static long append(Journal journal) {
    long sequence = journal.nextSequence();
    long claimed = claim(journal, type(sequence), bodyLength(sequence), timeMicros(sequence));
    if (claimed < 0) {
      return claimed;
    }
    for (int i = 0; i < bodyLength(sequence); i++) {
      journal.body().putByte(i, bodyByte(sequence, i));
    }
    journal.commit();
    return claimed;
  }

  static long claim(Journal journal, int type, int length, long timeMicros) {
    long claimed = journal.claim(type, length, timeMicros);
    while (claimed == Journal.NOT_READY) {
      Thread.onSpinWait();
      claimed = journal.claim(type, length, timeMicros);
    }
    return claimed;
  }

  static void write(Path folder, long count) {
    try (Journal journal = Journal.open(folder, SMALL)) {
      for (long i = 0; i < count; i++) {
        append(journal);
      }
    }
  }

  static Entry copy(
      long sequence, int type, long timeMicros, DirectBuffer buffer, int offset, int length) {
    byte[] body = new byte[length];
    buffer.getBytes(offset, body);
    return new Entry(sequence, type, timeMicros, HexFormat.of().formatHex(body));
  }

  static List<Entry> read(Path folder) {
    return readFrom(folder, 1);
  }

  static List<Entry> readFrom(Path folder, long sequence) {
    List<Entry> seen = new ArrayList<>();
    try (JournalReader reader = JournalReader.from(folder, sequence)) {
      while (reader.poll((s, t, m, b, o, l) -> seen.add(copy(s, t, m, b, o, l)), 10) > 0) {
        // Until nothing more is there.
      }
    }
    return seen;
  }

  static Path segment(Path folder, int number) {
    return SegmentFiles.file(folder, number);
  }

  /** The offset of each record in a segment file, and of the end behind the last. */
  static List<Integer> offsets(Path file) throws IOException {
    UnsafeBuffer bytes = new UnsafeBuffer(Files.readAllBytes(file));
    List<Integer> offsets = new ArrayList<>();
    int offset = SegmentHeader.BYTES;
    while (offset < bytes.capacity() - FrameLayout.HEADER_BYTES
        && bytes.getShort(offset + FrameLayout.TYPE_OFFSET) > 0) {
      offsets.add(offset);
      offset += FrameLayout.aligned(bytes.getInt(offset));
    }
    offsets.add(offset);
    return offsets;
  }

  /** Makes a folder hold the same files as another. */
  static void mirror(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> old = Files.list(to)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
