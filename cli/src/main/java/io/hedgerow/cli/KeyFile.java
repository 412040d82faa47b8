package io.hedgerow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.state.risk.command.OperatorKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.EnumSet;
import java.util.Set;

/** An operator's private key in a file that only its owner can read. */
final class KeyFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * Writes a key; the file never exists with wider rights.
   *
   * @throws UserException if the file is there already, or cannot be written
   */
  static void write(Path file, PrivateKey key) {
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer text = ByteBuffer.wrap((OperatorKeys.encode(key) + "\n").getBytes(UTF_8));
      while (text.hasRemaining()) {
        out.write(text);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UserException(file + " is there already; a key is never overwritten");
    } catch (UnsupportedOperationException e) {
      throw new UserException(
          file + " cannot be kept from other users here; choose a folder with --out");
    } catch (IOException e) {
      throw FileTrouble.writing(file, e);
    }
  }

  /**
   * Reads a key.
   *
   * @throws UserException if there is none, or other users can read or change it
   */
  static PrivateKey read(Path file) {
    try {
      Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
      others.addAll(Files.getPosixFilePermissions(file));
      others.removeAll(PosixFilePermissions.fromString("rwx------"));
      if (!others.isEmpty()) {
        throw new UserException(file + " is open to other users; close it with: chmod 600 " + file);
      }
      return OperatorKeys.decodePrivate(Files.readString(file).trim());
    } catch (IllegalArgumentException e) {
      throw new UserException(
          file + " holds no private key; make one with: hedgerow ops keygen NAME");
    } catch (UnsupportedOperationException e) {
      throw new UserException(file + " cannot be kept from other users here; move it elsewhere");
    } catch (IOException e) {
      throw FileTrouble.reading(file, e);
    }
  }
}
