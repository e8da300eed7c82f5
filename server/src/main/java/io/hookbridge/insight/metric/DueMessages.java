package io.hookbridge.insight.metric;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is due and waits for a server to take it. */
public final class DueMessages {

    /** As many are counted of one target. */
    public static final int MOST_COUNTED = 10_000;

    private final LedgerStore store;

    public DueMessages(Jdbi jdbi) {
        this.store = new LedgerStore(jdbi);
    }

    /**
     * Since when the message is due that has waited longest, of what servers may take now, so
     * nothing that is paused or stopped; empty if nothing is due.
     */
    public Optional<Instant> oldest(Instant now) {
        return store.oldestDue(now);
    }

    /** The same of what goes to one target, whether or not servers may take it. */
    public Optional<Instant> oldest(EnvironmentId environment, TargetId target, Instant now) {
        return store.oldestDue(environment, target, now);
    }

    /**
     * How many messages to a target are due and wait for a server to take them, whether or not one
     * may; no more than {@link #MOST_COUNTED}, which takes some milliseconds.
     */
    public int count(EnvironmentId environment, TargetId target, Instant now) {
        return store.due(environment, target, now, MOST_COUNTED);
    }

    /** How many targets have something that servers may take, and have had it for so long. */
    public int lateTargets(Instant now, Duration objective) {
        return store.dueBy(now.minus(objective));
    }
}
