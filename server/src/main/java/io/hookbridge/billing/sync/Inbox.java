package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingEvent;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Keeps the provider's events until a fetch that began after them was written down. */
public final class Inbox {

    /** A customer may be created at the provider a moment before we have linked it. */
    private static final Duration STRANGER_GRACE = Duration.ofMinutes(1);

    /** Longer than the provider repeats an event or lists it. */
    private static final Duration KEPT = Duration.ofDays(40);

    private final InboxStore store;
    private final InstantSource clock;

    public Inbox(Jdbi jdbi, InstantSource clock) {
        this.store = new InboxStore(jdbi);
        this.clock = clock;
    }

    /** How an event reached us. */
    public enum Source {
        WEBHOOK,
        LIST
    }

    /**
     * Keeps those of the events that are not kept yet; committed when this returns.
     *
     * @return how many were new
     */
    public int keep(BillingBook book, List<BillingEvent> events, Source source) {
        return events.isEmpty() ? 0 : store.insert(book, events, source, clock.instant());
    }

    /** Ends the events of customers that belong to no tenant of ours. */
    void closeStrangers() {
        store.closeStrangers(clock.instant(), clock.instant().minus(STRANGER_GRACE));
    }

    /** Forgets events that were done with long ago; returns how many. */
    public int forgetOld() {
        return store.deleteDone(clock.instant().minus(KEPT));
    }
}
