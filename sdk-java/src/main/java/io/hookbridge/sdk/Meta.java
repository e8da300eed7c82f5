package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is said about an answer itself.
 *
 * @param requestId finds the request in the server's log
 * @param hasMore whether a list goes on after this page; {@code null} of what is no page
 * @param nextCursor what gets the next page; {@code null} or empty on the last one
 * @param lastCursor only of the events of a pull endpoint: what gets, now or later, whatever is
 *     behind this page; {@code null} as long as nothing was seen
 * @param stale {@code true} of what the billing provider last said, because it cannot be asked;
 *     {@code null} otherwise
 * @param asOf when an answer that is not fresh was true; {@code null} of a fresh one
 * @param total how many there are in a list that is counted from its beginning
 * @param limit the most that such a page may hold
 * @param offset how many such a page left out before it
 */
public record Meta(
        String requestId,
        @Nullable Boolean hasMore,
        @Nullable String nextCursor,
        @Nullable String lastCursor,
        @Nullable Boolean stale,
        @Nullable Instant asOf,
        @Nullable Long total,
        @Nullable Long limit,
        @Nullable Long offset) {}
