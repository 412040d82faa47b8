package io.hedgerow.cli;

import io.hedgerow.fastpath.engine.Engine;
import io.hedgerow.state.gate.Gate;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names a build by what decides in it: the classes of the engine and of {@code state/}. Two
 * machines that say the same decide the same; there is nothing to set by hand, so nothing to
 * forget.
 */
final class BuildId {

  private static final int BYTES = 6;

  private BuildId() {}

  /** Twelve hexadecimal digits. */
  static String ofThisBuild() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> part : List.of(Engine.class, Gate.class)) {
        add(digest, Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("this build cannot be named: " + e, e);
    }
  }

  private static void add(MessageDigest digest, Path code) throws IOException {
    if (Files.isDirectory(code)) {
      addClasses(digest, code);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(code)) {
      addClasses(digest, jar.getPath("/"));
    }
  }

  private static void addClasses(MessageDigest digest, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
