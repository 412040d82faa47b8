package io.hedgerow.cli;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the venues themselves say of accounts, positions and orders (TRUTH-1). */
@Command(
    name = "venues",
    mixinStandardHelpOptions = true,
    description =
        "Print what the venues state: accounts, positions and the newest executions. Their health"
            + " is under: hedgerow state venues.")
final class VenuesCommand implements Callable<Integer> {

  /** Each account is stated about once a second, so that this finds thousands of them. */
  private static final int NEWEST_STATEMENTS = 10_000;

  private static final int MOST_EXECUTIONS = 100_000;

  @Mixin private BrokerOptions broker;

  @Option(names = "--venue", description = "Only this venue.")
  private String venue;

  @Option(
      names = "--executions",
      paramLabel = "N",
      description = "So many of the newest executions (${DEFAULT-VALUE}); 0: none.")
  private int executions = 10;

  @Option(names = "--json", description = "As JSON, with every field.")
  private boolean json;

  @Override
  public Integer call() {
    if (executions < 0 || executions > MOST_EXECUTIONS) {
      throw UserException.ofUsage(
          "--executions: expected 0 to " + MOST_EXECUTIONS + ", saw " + executions);
    }
    String servers = broker.bootstrapServers();
    List<VenueAccount> accounts = accounts(servers);
    List<VenueExecution> newest = executions == 0 ? List.of() : executions(servers);
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("accounts", accounts.stream().map(ViewJson::fields).toList());
      all.put("executions", newest.stream().map(ViewJson::fields).toList());
      System.out.println(ViewJson.write(all));
      return 0;
    }
    System.out.print(VenueTables.accounts(accounts, System.currentTimeMillis() * 1_000).render());
    print("\nPositions\n", VenueTables.positions(accounts), "\nNo open positions.\n");
    if (executions > 0) {
      print("\nThe newest executions\n", VenueTables.executions(newest), "\nNo executions yet.\n");
    }
    return 0;
  }

  private static void print(String title, TextTable table, String nothing) {
    System.out.print(table.isEmpty() ? nothing : title + table.render());
  }

  /** The newest statement of each account. */
  private List<VenueAccount> accounts(String servers) {
    Map<String, VenueAccount> newest = new TreeMap<>();
    for (VenueAccount account : newest(servers, Topic.VENUE_ACCOUNTS, VenueAccount.class)) {
      newest.merge(
          InstrumentKey.of(account.getVenue(), account.getAccount()),
          account,
          (known, come) -> come.getVersion() < known.getVersion() ? known : come);
    }
    List<VenueAccount> selected =
        newest.values().stream().filter(account -> isAsked(account.getVenue())).toList();
    if (selected.isEmpty()) {
      throw new UserException(
          newest.isEmpty()
              ? "venue.accounts is empty: is a gateway, or the demo, running?"
              : "nothing matches; venue.accounts has: " + String.join(", ", newest.keySet()));
    }
    return selected;
  }

  /** The newest of all, oldest first. */
  private List<VenueExecution> executions(String servers) {
    List<VenueExecution> all =
        newest(servers, Topic.VENUE_EXECUTIONS, VenueExecution.class).stream()
            .filter(execution -> isAsked(execution.getVenue()))
            .sorted(
                Comparator.comparingLong(VenueExecution::getReceivedAtMicros)
                    .thenComparing(VenueExecution::getVenue)
                    .thenComparing(VenueExecution::getAccount)
                    .thenComparingLong(VenueExecution::getSequence))
            .toList();
    return all.subList(Math.max(0, all.size() - executions), all.size());
  }

  private boolean isAsked(String name) {
    return venue == null || name.equals(venue.toUpperCase(Locale.ROOT));
  }

  /** What can be read of the newest records of each partition. */
  private <T extends SpecificRecord> List<T> newest(String servers, Topic topic, Class<T> type) {
    List<T> records = new ArrayList<>();
    try (TopicReader reader = new TopicReader(servers, List.of(topic))) {
      Map<TopicPartition, Long> ends = reader.ends();
      reader.seekBefore(ends, Math.max(NEWEST_STATEMENTS, executions));
      reader.readTo(
          ends,
          record -> {
            SpecificRecord decoded = TopicReader.decode(record);
            if (type.isInstance(decoded)) {
              records.add(type.cast(decoded));
            }
          });
    }
    return records;
  }
}
