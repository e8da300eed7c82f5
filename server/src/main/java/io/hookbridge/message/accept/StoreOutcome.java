package io.hookbridge.message.accept;

import io.hookbridge.base.MessageId;

/** What became of a message that was to be stored. */
public sealed interface StoreOutcome {

    /** It is stored and will be delivered. */
    record Stored() implements StoreOutcome {}

    /** The same payload came before under the same idempotency key. */
    record Repeated(MessageId original) implements StoreOutcome {}

    /** Another payload came before under the same idempotency key. */
    record Mismatch() implements StoreOutcome {}

    /** The message that had the idempotency key was deleted at this moment. */
    record Conflict() implements StoreOutcome {}

    /** The plan allows no more messages in this month, or no more test messages today. */
    record QuotaReached() implements StoreOutcome {}
}
