package io.hedgerow.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What a person can do about a file that could not be read or written. Stateless. */
final class FileTrouble {

  private FileTrouble() {}

  /** Of a file that should be read. */
  static UserException reading(Path file, IOException error) {
    return new UserException(file + " cannot be read: " + why(file, error));
  }

  /** Of a file that should be written. */
  static UserException writing(Path file, IOException error) {
    Path folder = file.toAbsolutePath().getParent();
    boolean noFolder = folder != null && !Files.isDirectory(folder);
    return new UserException(
        file
            + " cannot be written: "
            + (noFolder ? "there is no folder " + file.getParent() : why(file, error)));
  }

  private static String why(Path file, IOException error) {
    if (error instanceof NoSuchFileException || error instanceof FileNotFoundException) {
      return "there is no such file";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    if (error instanceof CharacterCodingException) {
      return "it is no text in UTF-8";
    }
    if (error instanceof AccessDeniedException) {
      return "this user may not";
    }
    if (error instanceof NotDirectoryException) {
      return "a part of its path is no folder";
    }
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
