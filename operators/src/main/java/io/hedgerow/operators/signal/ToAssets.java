package io.hedgerow.operators.signal;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.signal.AssetSignals;
import io.hedgerow.state.signal.InstrumentName;
import io.hedgerow.state.signal.SignalSettings;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each checked record to the assets that it concerns: a book or a rate to its own, a chain or
 * the price of a fee to those that can move over it, an account and a trigger to all. Records of
 * assets that nobody watches end here. Keeps nothing.
 */
public final class ToAssets implements FlatMapFunction<KeyedRecord, SignalInput> {

  private static final long serialVersionUID = 1L;
  private static final long MILLI_MICROS = 1_000;

  private final Topic topic;
  private final SignalSettings settings;

  /** For the records of one topic. */
  public ToAssets(Topic topic, SignalSettings settings) {
    this.topic = topic;
    this.settings = settings;
  }

  @Override
  public void flatMap(KeyedRecord record, Collector<SignalInput> out)
      throws UnreadableRecordException {
    SpecificRecord input = record.record();
    for (SignalSettings.Asset asset : settings.assets()) {
      if (concerns(input, asset)) {
        out.collect(
            new SignalInput(
                asset.asset(),
                knownAtMicros(input),
                countsAlways(input),
                topic,
                record.partition(),
                record.offset(),
                record.value()));
      }
    }
  }

  private boolean concerns(SpecificRecord input, SignalSettings.Asset asset) {
    if (input instanceof DepthView view) {
      InstrumentName name = InstrumentName.of(view.getInstrument());
      return name != null && name.asset().equals(asset.asset());
    } else if (input instanceof FundingView view) {
      return view.getAsset().equals(asset.asset());
    } else if (input instanceof ChainView view) {
      return asset.chains().contains(view.getChain());
    } else if (input instanceof ReferencePrice price) {
      return asset.chains().stream()
          .anyMatch(chain -> settings.chain(chain).feeAsset().equals(price.getAsset()));
    }
    if (input instanceof VenueAccount || input instanceof RiskTrigger) {
      return true;
    }
    throw new IllegalArgumentException(
        "expected an input of the signals job, saw " + input.getClass().getName());
  }

  /** A view is published a little after its input was received. */
  private long knownAtMicros(SpecificRecord input) {
    long delayMicros = settings.viewDelayMillis() * MILLI_MICROS;
    if (input instanceof DepthView view) {
      return view.getReceivedAtMicros() + delayMicros;
    } else if (input instanceof FundingView view) {
      return view.getReceivedAtMicros() + delayMicros;
    } else if (input instanceof ChainView view) {
      return view.getReceivedAtMicros() + delayMicros;
    } else if (input instanceof ReferencePrice price) {
      return price.getReceivedAtMicros();
    } else if (input instanceof VenueAccount account) {
      return account.getReceivedAtMicros();
    }
    return ((RiskTrigger) input).getRaisedAtMicros();
  }

  /** Its truth does not depend on the moment at which it comes. */
  private static boolean countsAlways(SpecificRecord input) {
    return input instanceof VenueAccount
        || input instanceof RiskTrigger
        || AssetSignals.saysUnusable(input);
  }
}
