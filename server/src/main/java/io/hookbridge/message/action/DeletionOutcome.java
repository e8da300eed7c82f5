package io.hookbridge.message.action;

import java.time.Instant;

/** What became of the wish to delete one message. */
public sealed interface DeletionOutcome {

    /** It was there until now. */
    record Deleted(Instant at) implements DeletionOutcome {}

    /**
     * It had been deleted.
     *
     * @param at when that was
     */
    record AlreadyDeleted(Instant at) implements DeletionOutcome {}

    /** The environment has no such message, or not in a state that was asked for. */
    record NotFound() implements DeletionOutcome {}
}
