package io.hookbridge.sdk.event;

import java.util.List;

/**
 * What became of a list of events.
 *
 * @param results what became of each event
 * @param deletedCount how many were deleted now
 * @param alreadyDeletedCount how many had been deleted
 * @param notFoundCount how many there are not
 */
public record DeletePullEventBatchResult(
        List<PullEventDeletion> results,
        long deletedCount,
        long alreadyDeletedCount,
        long notFoundCount) {}
