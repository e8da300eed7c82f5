package io.hookbridge.delivery.target;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * That some messages are signed with a target's newest key alone, to see whether the receiver knows
 * it.
 *
 * @param left how many are still to be accepted so, at least 1
 * @param only the idempotency key of the one message that takes part; null for any
 */
public record KeyTrial(SigningKeyId key, Instant startedAt, int left, @Nullable String only) {

    /** How long others wait for the one message that is meant. */
    public static final Duration ONLY = Duration.ofMinutes(1);

    /**
     * Whether a message takes part, if there is room for it: any with its first attempt, since what
     * was refused is not tried on once more. While one alone is meant, that with each; if a minute
     * later nothing is known of the key, any other may tell.
     */
    public boolean isFor(HeldMessage message, Instant now) {
        if (only != null && now.isBefore(startedAt.plus(ONLY))) {
            return only.equals(message.idempotencyKey());
        }
        return message.nextAttemptOfRun() == 1;
    }
}
