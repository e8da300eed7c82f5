package io.hookbridge.message;

import io.hookbridge.base.MessageId;

/** What became of a message that was to be stored. */
public sealed interface AcceptOutcome {

    /** It is stored and will be delivered. */
    record Stored() implements AcceptOutcome {}

    /** The same payload came before under the same idempotency key. */
    record Repeated(MessageId original) implements AcceptOutcome {}

    /** Another payload came before under the same idempotency key. */
    record Mismatch() implements AcceptOutcome {}

    /** The message that had the idempotency key was deleted at this moment. */
    record Conflict() implements AcceptOutcome {}

    /** The plan allows no more messages in this month, or no more test messages today. */
    record QuotaReached() implements AcceptOutcome {}
}
