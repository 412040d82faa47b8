package io.hedgerow.jobs.signals;

import io.hedgerow.jobs.JobArguments;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Main of the signals job: {@code flink run -c io.hedgerow.jobs.signals.SignalsJob
 * hedgerow-jobs-0.1.0-all.jar --bootstrap-servers HOST:PORT [--bootstrap] --config FILE}.
 */
public final class SignalsJob {

  private SignalsJob() {}

  /**
   * Submits the job.
   *
   * @throws IllegalArgumentException for a wrong argument or setting; the message says what to do
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(args);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    SignalsOnKafka.build(env, arguments);
    env.execute("signals");
  }
}
