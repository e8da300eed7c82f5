package io.hookbridge.delivery.target;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * That some messages are signed with a target's newest key alone, to see whether the receiver knows
 * it.
 *
 * @param left how many are still to be accepted so, at least 1
 * @param only the idempotency key of the one message that takes part; null for any
 */
public record KeyTrial(SigningKeyId key, Instant startedAt, int left, @Nullable String only) {

    /**
     * Whether a message takes part, if there is room for it: any with its first attempt, since what
     * was refused is not tried on once more; the one that is meant with each.
     */
    public boolean isFor(HeldMessage message) {
        return only == null
                ? message.nextAttemptOfRun() == 1
                : only.equals(message.idempotencyKey());
    }
}
