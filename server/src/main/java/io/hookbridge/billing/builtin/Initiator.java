package io.hookbridge.billing.builtin;

import io.hookbridge.access.Actor;

import org.jspecify.annotations.Nullable;

/**
 * Who asked for a change, for the audit.
 *
 * @param requestId null when no request asked
 */
public record Initiator(Actor actor, @Nullable String requestId) {

    /** The server itself, at the end of a period. */
    static final Initiator PERIOD_END =
            new Initiator(new Actor(Actor.Kind.SYSTEM, "period_end"), null);
}
