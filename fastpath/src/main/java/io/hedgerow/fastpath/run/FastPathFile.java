package io.hedgerow.fastpath.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.FixLimits;
import io.hedgerow.fastpath.feed.FeedAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the settings of a fast path from YAML; paths in it are beside the file. Unknown and missing
 * keys are errors. Stateless, safe from any thread.
 */
public final class FastPathFile {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final int MAX_PORT = 65_535;
  private static final int MAX_SEGMENT_MEBIBYTES = 1_024;
  private static final int MAX_JOURNAL_GIBIBYTES = 4_096;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final int MEBI = 1 << 20;
  private static final long GIBI = 1L << 30;
  private static final int MAX_OPEN_ORDERS = 4_096;
  private static final long FIRST_RETRY_MICROS = 100_000;
  private static final long LAST_RETRY_MICROS = 10_000_000;

  private record File(
      String registry,
      Journal journal,
      boolean spins,
      int bookStaleMillis,
      List<Feed> feeds,
      List<Session> sessions) {}

  private record Feed(String venue, URI streamUrl, URI restUrl) {}

  private record Journal(int segmentMebibytes, int maxGibibytes) {}

  private record Session(
      String venue,
      String host,
      int port,
      String sender,
      String target,
      String username,
      String passwordFile,
      int heartbeatSeconds,
      boolean cancelOnDisconnect) {}

  private FastPathFile() {}

  /**
   * Reads the file, the registry and the passwords that it names.
   *
   * @param data folder of the engine
   * @throws IllegalArgumentException if the file makes no sense, with the reason
   * @throws IOException if one of the files cannot be read
   */
  public static FastPathSettings read(Path path, Path data, String bootstrapServers, String build)
      throws IOException {
    File file = parse(Files.readString(path));
    Path folder = path.toAbsolutePath().getParent();
    require(
        file.journal.segmentMebibytes >= 1
            && file.journal.segmentMebibytes <= MAX_SEGMENT_MEBIBYTES
            && file.journal.maxGibibytes >= 1
            && file.journal.maxGibibytes <= MAX_JOURNAL_GIBIBYTES,
        "journal: expected segments of 1 to 1024 MiB and 1 to 4096 GiB in all");
    require(file.bookStaleMillis >= 1, "expected bookStaleMillis of 1 or more");
    Map<String, FixClientSettings> sessions = new TreeMap<>();
    for (Session session : file.sessions) {
      require(
          sessions.put(session.venue, settings(session, folder)) == null,
          "session of " + session.venue + ": named twice");
    }
    return new FastPathSettings(
        data,
        Files.readString(folder.resolve(file.registry)),
        sessions,
        file.feeds.stream()
            .map(feed -> new FeedAddress(feed.venue, feed.streamUrl, feed.restUrl))
            .toList(),
        file.bookStaleMillis * MICROS_PER_MILLI,
        bootstrapServers,
        file.journal.segmentMebibytes * MEBI,
        file.journal.maxGibibytes * GIBI,
        file.spins,
        build);
  }

  private static File parse(String yaml) {
    try {
      File file = YAML.readValue(yaml, File.class);
      require(
          file != null
              && file.registry != null
              && file.journal != null
              && file.feeds != null
              && file.sessions != null,
          "expected registry, journal, feeds and sessions");
      return file;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(e.getOriginalMessage() + where, e);
    }
  }

  private static FixClientSettings settings(Session session, Path folder) throws IOException {
    String name = "session of " + session.venue;
    require(
        session.port >= 1 && session.port <= MAX_PORT, name + ": expected a port of 1 to 65535");
    require(session.heartbeatSeconds >= 1, name + ": expected heartbeatSeconds of 1 or more");
    for (String text :
        new String[] {session.host, session.sender, session.target, session.username}) {
      require(
          text != null && !text.isBlank(), name + ": expected host, sender, target and username");
    }
    String password = Files.readString(folder.resolve(session.passwordFile)).strip();
    require(!password.isEmpty(), name + ": " + session.passwordFile + " is empty");
    return new FixClientSettings(
        new InetSocketAddress(session.host, session.port),
        session.sender,
        session.target,
        session.username,
        password,
        session.heartbeatSeconds,
        session.cancelOnDisconnect,
        MAX_OPEN_ORDERS,
        FIRST_RETRY_MICROS,
        LAST_RETRY_MICROS,
        FixLimits.ORDER_ENTRY);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
