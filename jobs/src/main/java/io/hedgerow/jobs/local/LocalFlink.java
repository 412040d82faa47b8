package io.hedgerow.jobs.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job on an in-process Flink with its web UI: what {@code demo} and {@code bench} run on. The
 * same runtime, RocksDB and checkpoints as on a cluster, in one JVM.
 */
public final class LocalFlink implements AutoCloseable {

  private static final Duration CANCEL_WITHIN = Duration.ofSeconds(20);

  private final JobClient job;
  private final URI webUi;

  private LocalFlink(JobClient job, URI webUi) {
    this.job = job;
    this.webUi = webUi;
  }

  /**
   * How to run.
   *
   * @param name the job's name
   * @param parallelism subtasks per operator, and slots
   * @param webPort port of the web UI and REST interface on 127.0.0.1
   * @param checkpoints folder for checkpoints
   * @param checkpointEvery interval
   * @param restoreFrom the checkpoint or savepoint to start from; empty: none
   */
  public record Settings(
      String name,
      int parallelism,
      int webPort,
      Path checkpoints,
      Duration checkpointEvery,
      Optional<Path> restoreFrom) {

    /** A start without a checkpoint. */
    public Settings(
        String name, int parallelism, int webPort, Path checkpoints, Duration checkpointEvery) {
      this(name, parallelism, webPort, checkpoints, checkpointEvery, Optional.empty());
    }
  }

  /**
   * Starts a job.
   *
   * @param build adds the job's operators to the environment
   * @throws Exception if the job cannot be submitted
   */
  public static LocalFlink start(Settings settings, Consumer<StreamExecutionEnvironment> build)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration(settings));
    env.setParallelism(settings.parallelism());
    build.accept(env);
    JobClient job = env.executeAsync(settings.name());
    return new LocalFlink(job, URI.create("http://127.0.0.1:" + settings.webPort()));
  }

  private static Configuration configuration(Settings settings) {
    Configuration config = new Configuration();
    config.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    config.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
    config.set(RestOptions.ADDRESS, "127.0.0.1");
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    config.set(RestOptions.PORT, settings.webPort());
    config.set(RestOptions.BIND_PORT, String.valueOf(settings.webPort()));
    config.set(WebOptions.SUBMIT_ENABLE, false);
    config.set(WebOptions.CANCEL_ENABLE, false);
    config.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
    config.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.parallelism());
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    config.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    config.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    config.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    config.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, settings.checkpoints().toUri().toString());
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointEvery());
    config.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    config.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(500));
    settings
        .restoreFrom()
        .ifPresent(
            path -> config.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    return config;
  }

  /** Where the web UI answers. */
  public URI webUi() {
    return webUi;
  }

  /** The counters of the job's operators, as they are now. */
  public JobCounters counters() {
    return JobCounters.read(webUi, job.getJobID().toHexString());
  }

  /** What each completed checkpoint wrote, in bytes, oldest first; the newest ten at most. */
  public List<Long> checkpointBytes() {
    return JobCounters.checkpointBytes(webUi, job.getJobID().toHexString());
  }

  /**
   * Fails if the job has ended.
   *
   * @throws IllegalStateException with the reason of the failure
   */
  public void requireRunning() {
    try {
      JobStatus status = job.getJobStatus().get(10, TimeUnit.SECONDS);
      if (status.isTerminalState()) {
        job.getJobExecutionResult().get(10, TimeUnit.SECONDS);
        throw new IllegalStateException("the job has ended: " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException("the job has failed: " + rootMessage(e), e);
    }
  }

  /** A cancelled job ends exceptionally: only that it has ended matters. */
  private void awaitEnd() throws InterruptedException, TimeoutException {
    try {
      job.getJobExecutionResult().get(CANCEL_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return;
    }
  }

  /** Cancels the job and stops its Flink. */
  @Override
  public void close() {
    try {
      job.cancel().get(CANCEL_WITHIN.toSeconds(), TimeUnit.SECONDS);
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the job could not be cancelled: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
