package io.hookbridge.sdk.event;

import io.hookbridge.sdk.bulk.DeletionOutcome;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of one event of the list.
 *
 * @param eventId as it was sent
 * @param outcome what became of it
 * @param deletedAt when it was deleted; {@code null} if it was not found
 */
public record PullEventDeletion(
        String eventId, DeletionOutcome outcome, @Nullable Instant deletedAt) {}
