package io.hookbridge.message.accept;

import io.hookbridge.base.MessageId;
import io.hookbridge.db.DoubtException;

import java.util.concurrent.CompletableFuture;

/** What became of a message that was to be stored. */
public sealed interface StoreOutcome {

    /**
     * It is stored and will be delivered.
     *
     * @param held whether by the node that it names as its holder; otherwise it waits in the queue
     */
    record Stored(boolean held) implements StoreOutcome {}

    /**
     * The connection to the database broke during the commit.
     *
     * @param failure for a caller who cannot wait until that is known
     * @param outcome what it will turn out to be, {@link Stored} for example; ends with the failure
     *     if nothing was stored
     */
    record InDoubt(DoubtException failure, CompletableFuture<StoreOutcome> outcome)
            implements StoreOutcome {}

    /** The same payload came before under the same idempotency key. */
    record Repeated(MessageId original) implements StoreOutcome {}

    /** Another payload came before under the same idempotency key. */
    record Mismatch(MessageId original) implements StoreOutcome {}

    /** The message that had the idempotency key was deleted at this moment. */
    record Conflict() implements StoreOutcome {}

    /** The plan allows no more messages in this month, or no more test messages today. */
    record QuotaReached() implements StoreOutcome {}
}
