package io.hedgerow.connectors.feed.recorded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * The messages of one recorded file in its order, read and translated as they are asked for.
 *
 * <p>For one thread. A file that is missing, cut off or no gzip is an {@link UncheckedIOException}
 * that names it, at the line where it shows; a line that cannot be translated is a message like any
 * other, with its reason.
 */
public final class RecordedMessages implements Iterator<RecordedMessage>, AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final LineFormat format;
  private final BufferedReader lines;
  private String nextLine;
  private long lineNumber;
  private long lastReceivedAtMicros;

  RecordedMessages(Path path, LineFormat format) {
    this.path = path;
    this.format = format;
    try {
      this.lines = open(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
    this.nextLine = readLine();
  }

  @Override
  public boolean hasNext() {
    return nextLine != null;
  }

  @Override
  public RecordedMessage next() {
    if (nextLine == null) {
      throw new NoSuchElementException(path + " has " + lineNumber + " lines");
    }
    lineNumber++;
    RecordedMessage message = format.read(nextLine, lineNumber, lastReceivedAtMicros);
    lastReceivedAtMicros = message.receivedAtMicros();
    nextLine = readLine();
    return message;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String readLine() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        new IOException(
            "recorded file " + path + ", after line " + lineNumber + ": " + e.getMessage(), e));
  }

  private static BufferedReader open(Path path) throws IOException {
    var bytes = Files.newInputStream(path);
    try {
      return new BufferedReader(
          new InputStreamReader(
              new GZIPInputStream(bytes, BUFFER_BYTES),
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPLACE)
                  .onUnmappableCharacter(CodingErrorAction.REPLACE)),
          BUFFER_BYTES);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}
