package io.hedgerow.operators.input;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A checked record on its way to its key: what crosses the exchange.
 *
 * @param key the Kafka key, which the check has compared with the content
 * @param value the framed Avro bytes, read without objects by whoever applies them
 * @param partition where it stood on its topic
 * @param offset where it stood in its partition; grows per key
 */
@TypeInfo(KeyedRecordTypeInfo.Factory.class)
public record KeyedRecord(String key, byte[] value, int partition, long offset) {}
