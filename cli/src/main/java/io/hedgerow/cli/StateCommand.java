package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what the network state holds now, read from the compacted topics. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "Print the network state: depth, funding, margin, venues or chains.")
final class StateCommand implements Runnable {

  /** What of the state is asked for, and how it is printed. */
  static final class Selection {
    @Mixin BrokerOptions broker;

    @Option(names = "--venue", description = "Only this venue.")
    String venue;

    @Option(names = "--instrument", description = "Only this instrument.")
    String instrument;

    @Option(names = "--json", description = "As JSON, with every field.")
    boolean json;
  }

  @Override
  public void run() {
    throw UserException.ofUsage(
        "say what to print: depth, funding, margin, venues or chains (--help)");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "What can be traded inside the slippage bound; all levels of a single book.")
  int depth(@Mixin Selection asked) {
    List<DepthView> views =
        select(
            Topic.STATE_DEPTH,
            DepthView.class,
            asked,
            DepthView::getVenue,
            view -> view.getInstrument());
    if (asked.json) {
      System.out.println(views.size() == 1 ? ViewJson.of(views.get(0)) : ViewJson.of(views));
    } else if (views.size() == 1) {
      printBook(views.get(0));
    } else {
      System.out.print(StateTables.depth(views).render());
    }
    return 0;
  }

  @Command(mixinStandardHelpOptions = true, description = "Funding by observed interval.")
  int funding(@Mixin Selection asked) {
    List<FundingView> views =
        select(
            Topic.STATE_FUNDING,
            FundingView.class,
            asked,
            FundingView::getVenue,
            FundingView::getInstrument);
    System.out.print(asked.json ? ViewJson.of(views) + "\n" : StateTables.funding(views).render());
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Margin per account; all positions of a single one.")
  int margin(@Mixin Selection asked) {
    List<MarginView> views =
        select(Topic.STATE_MARGIN, MarginView.class, asked, MarginView::getVenue, view -> null);
    if (asked.json) {
      System.out.println(ViewJson.of(views));
      return 0;
    }
    System.out.print(StateTables.margin(views).render());
    if (views.size() == 1 && !views.get(0).getPositions().isEmpty()) {
      System.out.print("\n" + StateTables.positions(views.get(0)).render());
    }
    return 0;
  }

  @Command(mixinStandardHelpOptions = true, description = "Health and clock offset per venue.")
  int venues(@Mixin Selection asked) {
    List<VenueView> views =
        select(Topic.STATE_VENUES, VenueView.class, asked, VenueView::getVenue, view -> null);
    System.out.print(asked.json ? ViewJson.of(views) + "\n" : StateTables.venues(views).render());
    return 0;
  }

  @Command(mixinStandardHelpOptions = true, description = "Cost and delay per chain.")
  int chains(@Mixin Selection asked) {
    List<ChainView> views =
        select(Topic.STATE_CHAINS, ChainView.class, asked, view -> null, view -> null);
    System.out.print(asked.json ? ViewJson.of(views) + "\n" : StateTables.chains(views).render());
    return 0;
  }

  private static <V extends SpecificRecord> List<V> select(
      Topic topic,
      Class<V> type,
      Selection asked,
      Function<V, String> venue,
      Function<V, String> instrument) {
    try (NewestViews<V> newest = new NewestViews<>(topic, type, asked.broker.bootstrapServers())) {
      newest.readToEnd();
      List<V> selected =
          newest.views().values().stream()
              .filter(view -> matches(asked.venue, venue.apply(view)))
              .filter(view -> matches(asked.instrument, instrument.apply(view)))
              .toList();
      if (selected.isEmpty()) {
        throw new UserException(
            newest.views().isEmpty()
                ? topic.topicName() + " is empty: is the network-state job running and fed?"
                : "nothing matches; "
                    + topic.topicName()
                    + " has: "
                    + String.join(", ", newest.views().keySet()));
      }
      return selected;
    }
  }

  private static boolean matches(String asked, String seen) {
    return asked == null || asked.equalsIgnoreCase(seen);
  }

  private static void printBook(DepthView view) {
    System.out.printf(
        Locale.ROOT,
        "%s %s  %s%s  version %d  received %s%n",
        view.getVenue(),
        view.getInstrument(),
        view.getValidity(),
        view.getValidity() == BookValidity.LIVE ? "" : " (" + view.getReason() + ")",
        view.getVersion(),
        Instant.EPOCH.plusNanos(view.getReceivedAtMicros() * 1000));
    if (view.getValidity() != BookValidity.LIVE) {
      System.out.println("Not usable: no prices are published until it is LIVE again.");
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "bid %s x %s   ask %s x %s   mid %s   bound %s %%%n",
        E8.toDecimal(view.getBestBidPriceE8()),
        E8.toDecimal(view.getBestBidQuantityE8()),
        E8.toDecimal(view.getBestAskPriceE8()),
        E8.toDecimal(view.getBestAskQuantityE8()),
        E8.toDecimal(view.getReferencePriceE8()),
        E8.toDecimal(view.getBoundPpm() * 10_000L));
    printSide("asks", view.getAsks(), view.getAsksComplete());
    printSide("bids", view.getBids(), view.getBidsComplete());
  }

  private static void printSide(String side, List<DepthLevel> levels, boolean complete) {
    TextTable table = new TextTable(side, "cumulative base", "cumulative notional", "vwap");
    for (DepthLevel level : levels) {
      table.row(
          E8.toDecimal(level.getPriceE8()),
          E8.toDecimal(level.getCumulativeBaseE8()),
          E8.toDecimal(level.getCumulativeNotionalE8()),
          E8.toDecimal(level.getVwapE8()));
    }
    System.out.print(table.render());
    if (!complete) {
      System.out.println("(the venue's snapshot ends inside the bound: at least this much)");
    }
  }
}
