package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.topics.Topic;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Keeps a broker from deleting records because their event times are years old, and from compacting
 * them away before a job on a busy machine has read them: segments that are years apart are closed
 * at once, and what is closed may be cleaned.
 */
public final class OldRecords {

  private OldRecords() {}

  /**
   * Tells a broker so, for every topic of the catalogue.
   *
   * @throws ExecutionException if the broker refuses
   */
  public static void keep(String bootstrapServers) throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    List<AlterConfigOp> forEver =
        List.of(
            set(TopicConfig.RETENTION_MS_CONFIG, "-1"),
            set(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, String.valueOf(Long.MAX_VALUE)),
            set(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(Long.MAX_VALUE)));
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        new TreeMap<>(Comparator.comparing(ConfigResource::name));
    for (Topic topic : Topic.values()) {
      changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), forEver);
    }
    try (Admin admin = Admin.create(settings)) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
