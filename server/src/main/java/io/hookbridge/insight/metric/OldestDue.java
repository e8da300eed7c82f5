package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Jdbi;

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
}
