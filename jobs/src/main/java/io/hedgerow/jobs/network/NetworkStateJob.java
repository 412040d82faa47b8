package io.hedgerow.jobs.network;

import io.hedgerow.jobs.JobArguments;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Main of the network-state job: {@code flink run -c io.hedgerow.jobs.network.NetworkStateJob
 * hedgerow-jobs-0.1.0-all.jar --bootstrap-servers HOST:PORT [--bootstrap] [--config FILE]}.
 */
public final class NetworkStateJob {

  private NetworkStateJob() {}

  /**
   * Submits the job.
   *
   * @throws IllegalArgumentException for a wrong argument or setting; the message says what to do
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(args);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    NetworkStateOnKafka.build(env, arguments);
    env.execute("network-state");
  }
}
