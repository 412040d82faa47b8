/**
 * FIX 4.4 order entry. Messages are built, framed and parsed with Philadelphia; the session's rules
 * (numbers, gaps, heartbeats) are here, because its own lose messages when a gap fill comes early,
 * and trust what the other end sends (docs/architecture.md).
 *
 * <p>Nothing here starts a thread: the owner's loop polls. One session is for one thread.
 */
package io.hedgerow.connectors.fix;
