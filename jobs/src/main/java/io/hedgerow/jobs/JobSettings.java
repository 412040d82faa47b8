package io.hedgerow.jobs;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What holds for every job whatever the cluster's {@code config.yaml} says: no Kryo, no operator
 * without a uid, a fixed key space.
 */
public final class JobSettings {

  /** Fixed for ever: it decides which key lives where in a savepoint. */
  public static final int MAX_PARALLELISM = 128;

  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(20);

  private JobSettings() {}

  /** Applies the settings to an environment. */
  public static void apply(StreamExecutionEnvironment env) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
    env.configure(settings, JobSettings.class.getClassLoader());
  }
}
