package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.topics.TopicReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The topic catalogue, and the topics of a broker. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Show the topic catalogue; create or check its topics on a broker.")
final class TopicsCommand implements Runnable {

  @Override
  public void run() {
    TextTable table = new TextTable("topic", "key", "partitions", "cleanup", "from", "to");
    for (Topic topic : Topic.values()) {
      table.row(
          topic.topicName(),
          topic.keyText(),
          String.valueOf(topic.partitions()),
          topic.compacted() ? "compact" : "delete",
          topic.from(),
          topic.to());
    }
    System.out.print(table.render());
    System.out.println("Dead letters: <topic>" + Topic.DEAD_LETTER_SUFFIX + " for each input.");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Create the topics that are missing; an existing one that differs is an error.")
  int create(@Mixin BrokerOptions broker) {
    try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      List<String> created = admin.createCatalogue();
      System.out.println(
          created.isEmpty() ? "All topics are there." : "Created " + String.join(", ", created));
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Compare the topics on a broker with the catalogue.")
  int check(@Mixin BrokerOptions broker) {
    try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      Map<String, TopicAdmin.Standing> standing = new TreeMap<>(admin.describe());
      TextTable table = new TextTable("topic", "expected partitions", "seen", "cleanup");
      boolean same = true;
      for (Topic topic : Topic.values()) {
        TopicAdmin.Standing seen = standing.get(topic.topicName());
        same &= seen != null && seen.partitions() == topic.partitions();
        table.row(
            topic.topicName(),
            String.valueOf(topic.partitions()),
            seen == null ? "missing" : String.valueOf(seen.partitions()),
            seen == null ? "-" : seen.cleanupPolicy());
      }
      System.out.print(table.render());
      System.out.println(same ? "As in the catalogue." : "Not as in the catalogue.");
      return same ? 0 : 1;
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Print the topic reference (docs/topics.md) as Markdown.")
  int reference() {
    System.out.print(TopicReference.markdown());
    return 0;
  }
}
