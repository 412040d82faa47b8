/**
 * The market data of simulated venues over real sockets, in the message formats of Binance, OKX and
 * Bybit, with what goes wrong there.
 */
package io.hedgerow.simulator.feedserver;
