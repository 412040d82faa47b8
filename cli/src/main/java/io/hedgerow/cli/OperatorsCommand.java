package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.jobs.risk.PolicyText;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What operators do: make a key, give signed commands, see what is allowed now. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    description = "Operators: keygen, halt, approve, resume, retire, status.")
final class OperatorsCommand implements Runnable {

  private static final long VALID_MICROS = 30_000_000;

  /** So far the job's clock may be behind ours. */
  private static final long EARLIER_MICROS = 2_000_000;

  private static final int NONCE_BYTES = 16;
  private static final String SENT_OR_REFUSED =
      "Exit code 0: sent, and not seen to be refused; 1: refused, or not sent.";
  private static final int MAX_REASON_LENGTH = 500;
  private static final int MAX_CAUSE_LENGTH = 100;
  private static final long MAX_WAIT_SECONDS = 600;

  /** What is ordered, by whom and why. */
  static final class Order {
    @Mixin BrokerOptions broker;

    @Option(
        names = "--scope",
        required = true,
        converter = ScopeText.class,
        description = "Of what: " + ScopeText.FORMS + ".")
    Scope scope;

    @Option(names = "--reason", required = true, description = "Why, for the audit trail.")
    String reason;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "The operator's private key, as keygen wrote it.")
    Path key;

    @Option(names = "--operator", required = true, description = "As in the policy.")
    String operator;

    @Option(names = "--key-id", required = true, description = "As in the policy.")
    String keyId;

    @Option(
        names = "--force",
        description = "Send it although the newest policy does not allow it, or cannot be read.")
    boolean force;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        description = "Wait so long for what becomes of it, 0: do not (${DEFAULT-VALUE}).",
        defaultValue = "5")
    long waitSeconds;
  }

  @Override
  public void run() {
    throw UserException.ofUsage(
        "say what to do: keygen, halt, approve, resume, retire or status (--help)");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Make a key: its private half into a file, its public half for the policy.")
  int keygen(
      @Parameters(paramLabel = "NAME", description = "The operator.") String name,
      @Option(
              names = "--out",
              paramLabel = "FOLDER",
              description = "Where NAME.key is written (${DEFAULT-VALUE}).",
              defaultValue = ".")
          Path folder) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,54}")) {
      throw UserException.ofUsage(
          "NAME: expected up to 55 letters, digits or . _ @ -, saw '" + name + "'");
    }
    KeyPair pair = OperatorKeys.generate();
    Path file = folder.resolve(name + ".key");
    KeyFile.write(file, pair.getPrivate());
    byte[] encoded = pair.getPublic().getEncoded();
    String keyId =
        name + "-" + HexFormat.of().formatHex(encoded, encoded.length - 4, encoded.length);
    OperatorKey entry =
        new OperatorKey(
            name,
            keyId,
            OperatorKeys.encode(pair.getPublic()),
            List.of(OperatorRole.HALT, OperatorRole.APPROVE, OperatorRole.RESUME));
    System.err.println("Wrote " + file + "; keep it secret. For the policy:");
    System.out.println("operators:\n  - " + PolicyText.entry(entry));
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "DMM for a scope, at once.",
      footer = {"", SENT_OR_REFUSED})
  int halt(@Mixin Order order) {
    return send(CommandKind.HALT, order, "");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Agree that a scope may leave DMM; two operators must.",
      footer = {"", SENT_OR_REFUSED})
  int approve(@Mixin Order order) {
    return send(CommandKind.APPROVE, order, "");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Leave DMM, if it is approved and every validation holds.",
      footer = {"", SENT_OR_REFUSED})
  int resume(@Mixin Order order) {
    return send(CommandKind.RESUME, order, "");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "End a cause whose producer is gone; two operators must say so.",
      footer = {"", SENT_OR_REFUSED})
  int retire(
      @Mixin Order order,
      @Option(
              names = "--cause",
              required = true,
              paramLabel = "ID",
              description = "As ops status --json names it.")
          String cause) {
    if (cause.isBlank() || cause.length() > MAX_CAUSE_LENGTH) {
      throw UserException.ofUsage("--cause: expected 1 to " + MAX_CAUSE_LENGTH + " characters");
    }
    return send(CommandKind.RETIRE, order, cause);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "What is allowed in each scope now, and why.",
      footer = {"", "The causes that --json names can be asked for: hedgerow why ID"})
  int status(
      @Mixin BrokerOptions broker,
      @Option(names = "--json", description = "As JSON, with every field.") boolean json) {
    try (NewestViews<RiskState> newest = NewestViews.obeyed(broker.bootstrapServers())) {
      newest.readToEnd();
      List<RiskState> states = List.copyOf(newest.views().values());
      if (states.isEmpty()) {
        throw new UserException(
            "risk.state is empty, so everything is closed: is the risk job running?");
      }
      System.out.print(json ? ViewJson.of(states) + "\n" : table(states));
    }
    return 0;
  }

  /** Checks, sends, and says what became of it. */
  private static int send(CommandKind kind, Order order, String cause) {
    if (order.reason.isBlank() || order.reason.length() > MAX_REASON_LENGTH) {
      throw UserException.ofUsage("--reason: expected 1 to " + MAX_REASON_LENGTH + " characters");
    }
    if (order.waitSeconds < 0 || order.waitSeconds > MAX_WAIT_SECONDS) {
      throw UserException.ofUsage(
          "--wait: expected 0 to " + MAX_WAIT_SECONDS + " seconds, saw " + order.waitSeconds);
    }
    PrivateKey key = KeyFile.read(order.key);
    String servers = order.broker.bootstrapServers();
    OpsCommand command = sign(kind, order, cause, key);
    String note =
        CommandAdvice.of(servers, command, System.currentTimeMillis() * 1_000)
            .allow(kind, order.force);
    if (!note.isEmpty()) {
      System.err.println(note);
    }
    requireTopic(servers);
    try (CommandEcho echo = order.waitSeconds == 0 ? null : listen(servers)) {
      try (EventProducer producer = EventProducer.open(servers, "hedgerow/ops")) {
        producer.send(command);
        producer.flush();
      }
      System.out.println(command.getCommandId());
      System.err.println("Sent " + kind + " for " + order.scope + ".");
      return echo == null ? unseen("") : outcome(echo, command, order.waitSeconds);
    }
  }

  private static void requireTopic(String servers) {
    new TopicReader(servers, List.of(Topic.OPS_COMMANDS)).close();
  }

  /** Null where the answer cannot be read: the command is sent nevertheless. */
  private static CommandEcho listen(String servers) {
    try {
      return CommandEcho.open(servers);
    } catch (UserException e) {
      System.err.println("What becomes of it cannot be seen: " + e.getMessage());
      return null;
    }
  }

  private static int outcome(CommandEcho echo, OpsCommand command, long waitSeconds) {
    Optional<CommandEcho.Answer> answer = echo.await(command, Duration.ofSeconds(waitSeconds));
    if (answer.isEmpty()) {
      return unseen("Nothing was seen of it for " + waitSeconds + " s: is the risk job running? ");
    }
    System.err.println((answer.get().obeyed() ? "Obeyed: " : "Refused: ") + answer.get().text());
    return answer.get().obeyed() ? 0 : 1;
  }

  private static int unseen(String what) {
    System.err.println(
        what + "Whether it is obeyed shows: hedgerow ops status, and if not: hedgerow alerts");
    return 0;
  }

  private static OpsCommand sign(CommandKind kind, Order order, String cause, PrivateKey key) {
    long fromMicros = System.currentTimeMillis() * 1_000 - EARLIER_MICROS;
    return CommandSigner.sign(
        new OpsCommand(
            UUID.randomUUID().toString(),
            kind,
            order.scope.type(),
            order.scope.name(),
            order.operator,
            order.keyId,
            nonce(),
            fromMicros,
            fromMicros + VALID_MICROS,
            order.reason,
            cause,
            ByteBuffer.allocate(0)),
        key);
  }

  private static String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  private static String table(List<RiskState> states) {
    TextTable table =
        new TextTable(
            "scope", "state", "new entries", "exposure", "operator", "since", "missing", "why");
    for (RiskState state : states) {
      table.row(
          new Scope(state.getScopeType(), state.getScope()).toString(),
          state.getState() + (state.getCatchingUp() ? " (catching up)" : ""),
          state.getNewEntries().name(),
          state.getExistingExposure().name(),
          state.getOperator().name(),
          Instant.EPOCH.plusNanos(state.getSinceMicros() * 1_000).toString(),
          joined(state.getMissing()),
          why(state));
    }
    return table.render();
  }

  /** The reason is of the newest cause; the others are counted. */
  private static String why(RiskState state) {
    int others = state.getCauses().size() - 1;
    return others < 1
        ? state.getReason()
        : state.getReason()
            + " And "
            + others
            + (others == 1 ? " other cause" : " other causes")
            + " (--json names them).";
  }

  private static String joined(List<?> items) {
    return items.isEmpty()
        ? "-"
        : items.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
