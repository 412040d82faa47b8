/**
 * Market data over websockets: connects to a venue, keeps its books continued, and hands records of
 * the contract to whoever asked (NET-1, NET-4). The same code serves the simulator and the venue.
 */
package io.hedgerow.connectors.feed.client;
