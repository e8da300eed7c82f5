package io.hookbridge.sdk.bulk;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of one message of the list.
 *
 * @param messageId as it was sent
 * @param outcome what became of it
 * @param deletedAt when it was deleted; {@code null} if it was not found
 */
public record MessageDeletion(
        String messageId, DeletionOutcome outcome, @Nullable Instant deletedAt) {}
