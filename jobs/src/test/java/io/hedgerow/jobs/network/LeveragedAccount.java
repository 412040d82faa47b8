package io.hedgerow.jobs.network;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import io.hedgerow.simulator.venue.SimulatedExchange;
import io.hedgerow.simulator.venue.VenueFaults;
import io.hedgerow.simulator.venue.VenuePresets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * A generated market, and an account at one of its venues that is long and short: its statements
 * are what comes to {@code venue.accounts}. The same settings give the same records.
 */
final class LeveragedAccount {

  static final String ACCOUNT = "main";
  static final String KEY = SimulatedVenue.SIM_ALPHA.id() + "|" + ACCOUNT;
  static final String LONG = "BTC-USDT-PERP";
  static final String SHORT = "ETH-USDT-PERP";

  private final MarketGenerator market;
  private final SimulatedExchange exchange;
  private final List<SpecificRecord> statements = new ArrayList<>();
  private final Set<String> quoted = new HashSet<>();
  private boolean traded;

  LeveragedAccount(MarketSettings settings) {
    market = new MarketGenerator(settings);
    exchange =
        new SimulatedExchange(
            VenuePresets.of(SimulatedVenue.SIM_ALPHA, settings.assets()),
            VenueFaults.none(),
            settings.startMicros(),
            this::keep);
    exchange.credit(ACCOUNT, "USDT", E8.parse("20000"));
  }

  /** What the market and the account say up to and including now. */
  List<SpecificRecord> step(long nowMicros) {
    List<SpecificRecord> records = new ArrayList<>(market.step(nowMicros));
    for (SpecificRecord record : records) {
      exchange.market(record, RecordKeys.eventTimeMicrosOf(record), report -> {});
      if (record instanceof BookUpdate book
          && book.getVenue().equals(SimulatedVenue.SIM_ALPHA.id())) {
        quoted.add(book.getInstrument());
      }
    }
    exchange.advanceTo(nowMicros, report -> {});
    if (quoted.containsAll(List.of(LONG, SHORT)) && !traded) {
      traded = true;
      trade("OPENSALONG000000", LONG, OrderSide.BUY, "0.1", nowMicros);
      trade("OPENSASHORT00000", SHORT, OrderSide.SELL, "1", nowMicros);
    }
    records.addAll(statements);
    statements.clear();
    return records;
  }

  /** The market behind it. */
  MarketGenerator market() {
    return market;
  }

  private void trade(
      String id, String instrument, OrderSide side, String quantity, long nowMicros) {
    exchange.submit(
        new NewOrder(
            ACCOUNT,
            id,
            instrument,
            side,
            OrderType.MARKET,
            TimeInForce.IOC,
            false,
            false,
            0,
            E8.parse(quantity)),
        nowMicros,
        report -> {});
  }

  private void keep(SpecificRecord record) {
    if (record instanceof VenueAccount) {
      statements.add(record);
    }
  }
}
