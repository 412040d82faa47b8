package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of a journal's folder: {@code 00000001.journal} and so on, the lock, bookmarks. */
final class SegmentFiles {

  static final int MAX_NUMBER = 99_999_999;
  static final String LOCK = "journal.lock";
  private static final Pattern SEGMENT = Pattern.compile("\\d{8}\\.journal");
  private static final Pattern OTHERS = Pattern.compile("journal\\.lock|.+\\.bookmark(\\.new)?");

  private SegmentFiles() {}

  static Path file(Path folder, int number) {
    return folder.resolve(String.format(Locale.ROOT, "%08d.journal", number));
  }

  /**
   * The segment files in order: that of number n stands at n − 1.
   *
   * @throws JournalException if one is missing or a file is none of the journal's
   */
  static List<Path> list(Path folder) {
    TreeMap<Integer, Path> byNumber = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (SEGMENT.matcher(name).matches()) {
          byNumber.put(Integer.parseInt(name.substring(0, 8)), file);
        } else if (!OTHERS.matcher(name).matches()) {
          throw new JournalException(
              "Expected only segments, bookmarks and the lock in " + folder + ", seen " + name);
        }
      }
    } catch (IOException e) {
      throw new JournalException("Cannot list " + folder + ": " + e, e);
    }
    List<Path> inOrder = new ArrayList<>(byNumber.values());
    for (int number = 1; number <= inOrder.size(); number++) {
      if (!byNumber.containsKey(number)) {
        throw new JournalException(
            "Damaged journal: expected segment "
                + file(folder, number)
                + ", seen "
                + inOrder.get(number - 1));
      }
    }
    return inOrder;
  }

  /** Writes the folder's entries to the disk, where a folder can be opened. */
  static void forceNames(Path folder) throws IOException {
    if (Path.of("/").isAbsolute()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
