package io.hookbridge.insight.metric;

import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when the message is due that has waited longest for a server to take it. */
public final class OldestDue {

    private final LedgerStore store;

    public OldestDue(Jdbi jdbi) {
        this.store = new LedgerStore(jdbi);
    }

    /**
     * Of what servers may take now, so nothing that is paused or stopped; empty if nothing is due.
     */
    public Optional<Instant> of(Instant now) {
        return store.oldestDue(now);
    }

    /** The same of what goes to one target, whether or not servers may take it. */
    public Optional<Instant> of(TargetId target, Instant now) {
        return store.oldestDue(target, now);
    }

    /** How many targets have something that servers may take, and have had it for so long. */
    public int lateTargets(Instant now, Duration objective) {
        return store.dueBy(now.minus(objective));
    }
}
