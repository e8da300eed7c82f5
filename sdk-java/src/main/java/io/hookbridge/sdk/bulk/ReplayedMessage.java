package io.hookbridge.sdk.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message of the list.
 *
 * @param messageId as it was sent
 * @param status what became of it
 * @param error why it was not replayed; {@code null} if absent
 * @param code the same for programs, as a single replay would have answered; {@code null} if absent
 */
public record ReplayedMessage(
        String messageId, ReplayOutcome status, @Nullable String error, @Nullable String code) {}
