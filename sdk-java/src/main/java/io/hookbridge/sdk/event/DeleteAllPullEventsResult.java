package io.hookbridge.sdk.event;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was deleted.
 *
 * @param deleted how many were deleted
 * @param deletedEventIds those
 * @param matching only in a dry run, how many events are meant; {@code null} if absent
 */
public record DeleteAllPullEventsResult(
        long deleted, List<String> deletedEventIds, @Nullable Long matching) {}
