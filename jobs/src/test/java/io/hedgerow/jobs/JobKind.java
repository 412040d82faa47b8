package io.hedgerow.jobs;

import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.schemas.topics.Topic;
import java.util.List;
import java.util.Locale;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs that tests start, each with what it reads. */
public enum JobKind {
  NETWORK_STATE {
    @Override
    public List<Topic> inputs() {
      return NetworkStateOnKafka.INPUTS;
    }

    @Override
    void build(StreamExecutionEnvironment env, JobArguments arguments) {
      NetworkStateOnKafka.build(env, arguments);
    }
  },
  RISK {
    @Override
    public List<Topic> inputs() {
      return RiskOnKafka.INPUTS;
    }

    @Override
    void build(StreamExecutionEnvironment env, JobArguments arguments) {
      RiskOnKafka.build(env, arguments);
    }
  },
  SIGNALS {
    @Override
    public List<Topic> inputs() {
      return SignalsOnKafka.INPUTS;
    }

    @Override
    void build(StreamExecutionEnvironment env, JobArguments arguments) {
      SignalsOnKafka.build(env, arguments);
    }
  };

  /** The topics that it reads. */
  public abstract List<Topic> inputs();

  abstract void build(StreamExecutionEnvironment env, JobArguments arguments);

  /** {@code network-state}. */
  public String jobName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Under which its progress is committed. */
  String group() {
    return "hedgerow-" + jobName();
  }
}
