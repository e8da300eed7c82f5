package io.hookbridge.sdk.bulk;

import java.util.List;

/**
 * What became of a list of messages.
 *
 * @param results what became of each message
 * @param deletedCount how many were deleted now
 * @param alreadyDeletedCount how many had been deleted
 * @param notFoundCount how many there are not
 */
public record DeleteBatchResult(
        List<MessageDeletion> results,
        long deletedCount,
        long alreadyDeletedCount,
        long notFoundCount) {}
