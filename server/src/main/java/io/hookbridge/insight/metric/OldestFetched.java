package io.hookbridge.insight.metric;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Optional;

/** Since when somebody has had an event that he fetched first and has not acknowledged. */
public final class OldestFetched {

    private final LedgerStore store;

    public OldestFetched(Jdbi jdbi) {
        this.store = new LedgerStore(jdbi);
    }

    /** Of what can still be fetched; empty if everything that was fetched is acknowledged. */
    public Optional<Instant> of(Instant now) {
        return store.oldestFetched(now);
    }
}
