package io.hedgerow.connectors.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The recorded and documented payloads of a venue. In {@code Subscriptions/}, a line that starts
 * with {@code >} is sent by the client and one with {@code =} or {@code <} is received; elsewhere a
 * file holds method, path, a flag, and the answer.
 */
final class PayloadSamples {

  private static final int ANSWER_HEAD_LINES = 3;
  private static final Pattern BLOCK_START = Pattern.compile("[<>=]\\d* .*|[<>=]\\d*");

  /** One received message and the file that it is from, relative to the venue's folder. */
  record Received(String file, String payload) {}

  private PayloadSamples() {}

  static List<Received> of(Path venueFolder) {
    try (Stream<Path> files = Files.walk(venueFolder)) {
      List<Received> all = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = venueFolder.relativize(file).toString();
        List<String> lines =
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        for (String payload : name.startsWith("Subs") ? pushed(lines) : answered(lines)) {
          all.add(new Received(name, payload));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> answered(List<String> lines) {
    return lines.size() <= ANSWER_HEAD_LINES
        ? List.of()
        : List.of(String.join("\n", lines.subList(ANSWER_HEAD_LINES, lines.size())));
  }

  private static List<String> pushed(List<String> lines) {
    List<String> received = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean sent = true;
    for (String line : lines) {
      if (BLOCK_START.matcher(line).matches()) {
        addUnless(sent, block, received);
        sent = line.startsWith(">");
        block.append(line.replaceFirst("^[<>=]\\d* ?", ""));
      } else {
        block.append('\n').append(line);
      }
    }
    addUnless(sent, block, received);
    return received;
  }

  private static void addUnless(boolean sent, StringBuilder block, List<String> received) {
    if (!sent && !block.isEmpty()) {
      received.add(block.toString());
    }
    block.setLength(0);
  }
}
