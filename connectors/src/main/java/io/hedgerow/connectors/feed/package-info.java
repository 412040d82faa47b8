/**
 * What venues send, translated into records of the contract: one {@link
 * io.hedgerow.connectors.feed.FeedParser} per venue, pure and without state, and the catalogue of
 * their instruments.
 *
 * <p>How to add a venue: the section "Add a venue" of {@code CONTRIBUTING.md}.
 */
package io.hedgerow.connectors.feed;
