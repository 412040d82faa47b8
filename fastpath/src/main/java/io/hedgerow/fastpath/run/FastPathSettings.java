package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.feed.FeedAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a fast path is started with. Immutable.
 *
 * @param data folder that is its alone: {@code journal/}, {@code sessions/} and {@code control/}
 *     are in it
 * @param registryText the registry file, see {@link io.hedgerow.fastpath.registry.RegistryFile};
 *     the journal holds the engine to it
 * @param sessions how each venue is reached, by its name; a venue without one is not traded at
 * @param feeds venues whose books come straight from their feeds, not from {@code state.depth}
 * @param bookStaleMicros without an update for so long such a book is closed
 * @param bootstrapServers of the broker
 * @param segmentBytes of a file of the journal
 * @param maxJournalBytes of all of them
 * @param spins whether the engine's thread never sleeps: for a core of its own
 * @param build commit of this build, printable ASCII without spaces
 */
public record FastPathSettings(
    Path data,
    String registryText,
    Map<String, FixClientSettings> sessions,
    List<FeedAddress> feeds,
    long bookStaleMicros,
    String bootstrapServers,
    int segmentBytes,
    long maxJournalBytes,
    boolean spins,
    String build) {

  /** Keeps copies, in order. */
  public FastPathSettings {
    sessions = new TreeMap<>(sessions);
    feeds = List.copyOf(feeds);
  }
}
