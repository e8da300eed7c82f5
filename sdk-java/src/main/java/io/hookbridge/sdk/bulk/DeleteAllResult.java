package io.hookbridge.sdk.bulk;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was deleted.
 *
 * @param deleted how many were deleted
 * @param deletedMessageIds those
 * @param matching only in a dry run, how many messages are meant; {@code null} if absent
 */
public record DeleteAllResult(
        long deleted, List<String> deletedMessageIds, @Nullable Long matching) {}
