package io.hedgerow.simulator.market;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** One reference price each second. */
final class ReferenceSource implements RecordSource {

  private static final long PERIOD_MICROS = 1_000_000;
  private static final String SOURCE = "SIM-INDEX";

  private final String asset;
  private final ReferenceKind kind;
  private final PricePath path;
  private long nextAtMicros;

  ReferenceSource(String asset, ReferenceKind kind, PricePath path, long startMicros) {
    this.asset = asset;
    this.kind = kind;
    this.path = path;
    this.nextAtMicros = startMicros;
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    out.accept(
        ReferencePrice.newBuilder()
            .setAsset(asset)
            .setSource(SOURCE)
            .setKind(kind)
            .setPriceE8(path.priceE8At(nextAtMicros))
            .setReceivedAtMicros(nextAtMicros)
            .setVenueTimeMicros(nextAtMicros)
            .setEventId(EventIds.of("ReferencePrice", SOURCE + " " + asset, nextAtMicros))
            .build());
    nextAtMicros += PERIOD_MICROS;
  }
}
