package io.hedgerow.fastpath.feed;

import java.net.URI;

/**
 * Where the market data of a venue comes from, straight to the engine.
 *
 * @param venue as in the registry and in {@code instruments.yaml}
 * @param streamUrl where its websockets are; null: the venue's own address
 * @param restUrl where whole books are fetched; null: the venue's own address
 */
public record FeedAddress(String venue, URI streamUrl, URI restUrl) {}
