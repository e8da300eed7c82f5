package io.hookbridge.outbound.send;

import io.hookbridge.base.MessageId;
import io.hookbridge.billing.plan.Allowance;

/** What became of a message that a caller asked to send. */
sealed interface SendOutcome {

    /** It is stored, now or by an earlier request with the same idempotency key. */
    record Accepted(MessageId id) implements SendOutcome {}

    /** The environment has no such endpoint. */
    record UnknownEndpoint() implements SendOutcome {}

    /** The payload would be kept longer than the plan keeps payloads. */
    record RetentionTooLong(int mostHours) implements SendOutcome {}

    /** Another payload came before under the same idempotency key. */
    record IdempotencyMismatch() implements SendOutcome {}

    /** The message that had the idempotency key was deleted at this moment. */
    record IdempotencyConflict() implements SendOutcome {}

    /**
     * It was not stored, or nobody can say whether it was.
     *
     * @param cause what kept it from being stored
     */
    record Failed(RuntimeException cause) implements SendOutcome {}

    /** The plan allows no more messages in this month, or no more test messages today. */
    record QuotaReached(Allowance allowance) implements SendOutcome {}
}
