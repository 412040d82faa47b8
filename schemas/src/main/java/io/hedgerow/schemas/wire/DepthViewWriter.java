package io.hedgerow.schemas.wire;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;

/**
 * Writes a framed {@link DepthView} without making one (NET-2). The steps stand in the order of the
 * schema's fields and are all called, once, in that order; the bytes are those that {@link
 * RecordCodec#encode} would make.
 *
 * <p>Prices and quantities are scaled by 10<sup>-8</sup>. Not safe for concurrent use; one instance
 * serves any number of views.
 */
public final class DepthViewWriter {

  private static final int SCHEMA_ID = RecordCodec.currentId(DepthView.getClassSchema());
  private static final int USUAL_BYTES = 2048;

  private final WireWriter out = new WireWriter(USUAL_BYTES);

  /** Begins a view. */
  public DepthViewWriter start(String venue, String instrument, long version) {
    out.clear();
    out.putFrame(SCHEMA_ID);
    out.putString(venue);
    out.putString(instrument);
    out.putLong(version);
    return this;
  }

  /** Why it may or may not be used. */
  @SuppressWarnings("EnumOrdinal") // Avro generates the symbols in the order of its indexes
  public DepthViewWriter validity(BookValidity validity, BookReason reason) {
    out.putLong(validity.ordinal());
    out.putLong(reason.ordinal());
    return this;
  }

  /** The newest record applied; times in µs since the epoch. */
  public DepthViewWriter newest(long sequence, long receivedAtMicros, long venueTimeMicros) {
    out.putLong(sequence);
    out.putLong(receivedAtMicros);
    out.putLong(venueTimeMicros);
    return this;
  }

  /** What the bound is measured from, and the bound in parts per million of it. */
  public DepthViewWriter reference(long referencePriceE8, int boundPpm) {
    out.putLong(referencePriceE8);
    out.putLong(boundPpm);
    return this;
  }

  /** Called twice: for the best bid, then for the best ask; zeros where there is none. */
  public DepthViewWriter best(long priceE8, long quantityE8) {
    out.putLong(priceE8);
    out.putLong(quantityE8);
    return this;
  }

  /** Whether each side is known as far as the bound. */
  public DepthViewWriter complete(boolean bids, boolean asks) {
    out.putBoolean(bids);
    out.putBoolean(asks);
    return this;
  }

  /** The sides, best level first. */
  public DepthViewWriter levels(DepthLevels bids, DepthLevels asks) {
    bids.writeTo(out);
    asks.writeTo(out);
    return this;
  }

  /** Ends the view. The bytes are the caller's. */
  public byte[] finish(String eventId) {
    out.putString(eventId);
    return out.toBytes();
  }
}
