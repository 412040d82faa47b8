package io.hedgerow.fastpath.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder {@code control} beside an engine's journal: as long as the file {@code halt} is there
 * the engine is halted; {@code resume} says who took it away; in {@code status} the engine says how
 * it stands. Files are replaced as a whole. Stateless, safe from any thread.
 */
public final class ControlFolder {

  private static final int MAX_BYTES = 1 << 16;

  private final Path folder;

  /** Of an engine's data folder, the one that holds {@code journal}; nothing is touched yet. */
  public ControlFolder(Path data) {
    folder = data.resolve("control");
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  /** Makes the folder if it is not there. */
  public void create() throws IOException {
    Files.createDirectories(folder);
    force(folder.toAbsolutePath().getParent());
  }

  /** Orders a halt; on the disk when this returns. Takes the place of one that stands. */
  public void halt(HaltOrder order) throws IOException {
    replace("halt", order.text(), true);
  }

  /** Takes the halt away; on the disk when this returns. Without a halt only its word is left. */
  public void resume(HaltOrder order) throws IOException {
    replace("resume", order.text(), true);
    Files.deleteIfExists(folder.resolve("halt"));
    force(folder);
  }

  /**
   * The halt that stands; empty: none.
   *
   * @throws IOException if nobody can say: the folder is missing or cannot be read
   */
  public Optional<HaltOrder> standing() throws IOException {
    Path file = folder.resolve("halt");
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(contentOf(file));
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new IOException("this user may not read " + folder);
    }
    // Whoever may look and sees no file knows that there is none; anything else is an error.
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(contentOf(file));
  }

  private static HaltOrder contentOf(Path file) {
    try {
      return HaltOrder.parse(read(file));
    } catch (IOException e) {
      return new HaltOrder("", "", "the file halt cannot be read");
    }
  }

  /** Who took the last halt away; without such a word everything is empty. */
  public HaltOrder lastResume() {
    try {
      return HaltOrder.parse(read(folder.resolve("resume")));
    } catch (IOException e) {
      return new HaltOrder("", "", "the file halt is gone");
    }
  }

  /** Says how the engine stands; not forced: after a power cut its time tells that it is old. */
  public void write(EngineStatus status) throws IOException {
    replace("status", status.text(), false);
  }

  /**
   * What the engine said last; empty: nothing yet.
   *
   * @throws IOException if it cannot be read or is no status
   */
  public Optional<EngineStatus> status() throws IOException {
    try {
      return Optional.of(EngineStatus.parse(read(folder.resolve("status"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }

  private void replace(String name, String text, boolean force) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (force) {
        channel.force(true);
      }
    }
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    if (force) {
      force(folder);
    }
  }

  private static void force(Path folder) throws IOException {
    if (Path.of("/").isAbsolute()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
