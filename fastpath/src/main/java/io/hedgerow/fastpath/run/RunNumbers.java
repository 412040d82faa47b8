package io.hedgerow.fastpath.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Numbers of an engine's starts. They are part of every order's number, so none may ever return,
 * also when a new journal is begun (IDEM-2).
 */
@FunctionalInterface
public interface RunNumbers {

  /** Those of one journal alone: enough where no other journal follows it. */
  RunNumbers OF_THE_JOURNAL = atLeast -> atLeast;

  /**
   * The number of the next start; on the disk when this returns.
   *
   * @param atLeast above every number that the journal holds
   */
  int next(int atLeast);

  /**
   * Numbers above all that this file has seen; it must outlive journals.
   *
   * @throws UncheckedIOException from {@code next}, if it cannot be read or written: then nobody
   *     knows which numbers were used
   */
  static RunNumbers in(Path file) {
    return atLeast -> {
      try {
        int next = Math.max(atLeast, last(file) + 1);
        write(file, next);
        return next;
      } catch (IOException e) {
        throw new UncheckedIOException("the number of this start: " + file + ": " + e, e);
      }
    };
  }

  private static int last(Path file) throws IOException {
    if (Files.notExists(file)) {
      return 0;
    }
    String text = Files.readString(file).strip();
    try {
      int last = Integer.parseInt(text);
      if (last > 0) {
        return last;
      }
    } catch (NumberFormatException e) {
      // as a number below 1
    }
    throw new IOException("expected the number of the last start, saw '" + text + "'");
  }

  private static void write(Path file, int number) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
