/**
 * The Kafka edge of every part of Hedgerow: which topic and key a record has, which headers it
 * carries, how topics come to be, and how records get there.
 */
package io.hedgerow.connectors.kafka;
