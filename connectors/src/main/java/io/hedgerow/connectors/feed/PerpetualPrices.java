package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.ReferenceKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The mark and index price of a perpetual; {@code null} where the message does not say. */
record PerpetualPrices(Long markPriceE8, Long indexPriceE8) {

  static PerpetualPrices read(JsonNode node, String markField, String indexField)
      throws FeedRejection {
    return new PerpetualPrices(read(node, markField), read(node, indexField));
  }

  List<SpecificRecord> references(MarketRecords records) {
    List<SpecificRecord> references = new ArrayList<>(2);
    if (markPriceE8 != null) {
      references.add(records.reference(ReferenceKind.MARK, markPriceE8));
    }
    if (indexPriceE8 != null) {
      references.add(records.reference(ReferenceKind.INDEX, indexPriceE8));
    }
    return references;
  }

  private static Long read(JsonNode node, String field) throws FeedRejection {
    return FeedJson.says(node, field) ? FeedJson.computedPriceE8(node, field) : null;
  }
}
