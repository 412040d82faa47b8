package io.hedgerow.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What became of a pair, and why: every decision, order and fill (LIFE, GATE). */
@Command(
    name = "pair",
    mixinStandardHelpOptions = true,
    description =
        "Print the life of a pair: its signal, the decision with every input, orders, fills,"
            + " outcome.",
    footer = {
      "",
      "Exit code 0: all of it stands there, as far as it has come, or a list was printed; 1:"
          + " nothing is known by this ID, or parts are missing or contradict each other; 2: wrong"
          + " arguments."
    })
final class PairCommand implements Callable<Integer> {

  private static final String DEFAULT_LAST = "20";

  @Mixin private BrokerOptions broker;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "A correlation ID, a signal's ID, or a client order ID; several pairs: a list.")
  private String id;

  @Option(
      names = "--last",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = DEFAULT_LAST,
      description =
          "List the N pairs that were decided last, rejected ones too (" + DEFAULT_LAST + ").")
  private Integer last;

  @Option(names = "--accepted", description = "With --last: only those that the gate accepted.")
  private boolean accepted;

  @Option(names = "--json", description = "As JSON with every field of every record.")
  private boolean json;

  @Override
  public Integer call() {
    if ((id == null) == (last == null)) {
      throw UserException.ofUsage("expected either an ID or --last");
    }
    if (id != null && id.isBlank()) {
      throw UserException.ofUsage("expected an ID, saw an empty one");
    }
    if (accepted && last == null) {
      throw UserException.ofUsage("--accepted goes with --last");
    }
    if (last != null && (last < 1 || last > PairSearch.MAX_PAIRS)) {
      throw UserException.ofUsage(
          "--last: expected 1 to " + PairSearch.MAX_PAIRS + ", saw " + last);
    }
    PairSearch search = new PairSearch(broker.bootstrapServers());
    return last == null ? one(search.named(id)) : list(search.newest(last, accepted));
  }

  private int one(List<PairLife> lives) {
    if (lives.size() > 1) {
      return list(lives);
    }
    PairLife life = lives.get(0);
    System.out.print(json ? PairJson.of(life) + "\n" : PairReport.text(life));
    return life.isWhole() ? 0 : 1;
  }

  private int list(List<PairLife> lives) {
    System.out.print(json ? PairJson.of(lives) + "\n" : PairTable.text(lives));
    return 0;
  }
}
