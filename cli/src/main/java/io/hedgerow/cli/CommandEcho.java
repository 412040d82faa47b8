package io.hedgerow.cli;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the risk job answers to a command: a version of {@code risk.state} that shows its effect, or
 * an alert that it was refused. Opened before the command is sent, so that nothing is missed.
 */
final class CommandEcho implements AutoCloseable {

  /** What came back. */
  record Answer(boolean obeyed, String text) {}

  private static final Duration POLL = Duration.ofMillis(100);
  private static final String REFUSED = "COMMAND_REFUSED";

  private final TopicReader reader;

  private CommandEcho(TopicReader reader) {
    this.reader = reader;
  }

  /**
   * Listens from now on.
   *
   * @throws UserException if the broker does not have the topics
   */
  static CommandEcho open(String bootstrapServers) {
    TopicReader reader = new TopicReader(bootstrapServers, List.of(Topic.RISK_STATE, Topic.ALERTS));
    try {
      reader.ends().forEach(reader::seek);
      return new CommandEcho(reader);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** The first answer that comes in this time. */
  Optional<Answer> await(OpsCommand command, Duration within) {
    long giveUpAt = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < giveUpAt) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        Optional<Answer> answer = answer(TopicReader.decode(record), command);
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether this record answers the command. */
  static Optional<Answer> answer(SpecificRecord record, OpsCommand command) {
    if (record instanceof Alert alert
        && alert.getType().equals(REFUSED)
        && alert.getLinks().contains(command.getCommandId())) {
      return Optional.of(new Answer(false, alert.getText()));
    }
    return record instanceof RiskState state && shows(state, command)
        ? Optional.of(new Answer(true, sentence(state)))
        : Optional.empty();
  }

  /**
   * A halt of a scope for which there is no room halts everything: its ID stands there. A record
   * that is only repeated shows nothing that was not there before the command.
   */
  private static boolean shows(RiskState state, OpsCommand command) {
    if (state.getAsOfMicros() > state.getChangedAtMicros()) {
      return false;
    }
    boolean itsScope =
        state.getScopeType() == command.getScopeType()
            && state.getScope().equals(command.getScope());
    return switch (command.getKind()) {
      case HALT -> state.getCauses().contains(command.getCommandId());
      case APPROVE -> itsScope && state.getApprovedBy().contains(command.getOperator());
      case RESUME -> itsScope && state.getState() == SystemState.NORMAL;
      // The first of the two operators changes nothing but the version.
      case RETIRE -> itsScope;
    };
  }

  private static String sentence(RiskState state) {
    return new Scope(state.getScopeType(), state.getScope())
        + " is in "
        + state.getState()
        + (state.getApprovedBy().isEmpty()
            ? ""
            : ", approved by " + String.join(", ", state.getApprovedBy()))
        + ": "
        + state.getReason();
  }

  @Override
  public void close() {
    reader.close();
  }
}
