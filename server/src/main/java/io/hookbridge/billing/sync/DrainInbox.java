package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.sync.CustomerSync.Guard;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.db.Lease;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.List;

/**
 * Syncs the customers that events are pending for, one after another. Several threads may run it;
 * they share the customers among them.
 */
public final class DrainInbox {

    /** Rows looked at for one choice; many of them are of the same customer. */
    private static final int ROWS = 64;

    private final Inbox inbox;
    private final CustomerSync sync;
    private final Lease lease;
    private final SyncStore store;
    private final InstantSource clock;

    /**
     * @param lease of all background work with the provider, so that one node keeps its pace
     */
    public DrainInbox(Inbox inbox, CustomerSync sync, Lease lease, Jdbi jdbi, InstantSource clock) {
        this.inbox = inbox;
        this.sync = sync;
        this.lease = lease;
        this.store = new SyncStore(jdbi);
        this.clock = clock;
    }

    /** Goes on until nothing is due, the provider cannot say, or another node has the lease. */
    public void step() {
        if (!lease.hold()) {
            return;
        }
        inbox.closeStrangers();
        while (syncSome()) {}
    }

    /** Whether there may be more to do now. */
    private boolean syncSome() {
        boolean more = false;
        List<Customer> due = store.due(clock.instant(), ROWS);
        for (Customer customer : due) {
            if (!lease.hold()) {
                return false;
            }
            switch (sync.inBackground(customer, Trigger.EVENT, Guard.NONE)) {
                case SyncOutcome.Unavailable _ -> {
                    return false;
                }
                case SyncOutcome.Busy _ -> {}
                case SyncOutcome.Synced _,
                        SyncOutcome.Gone _,
                        SyncOutcome.Superseded _,
                        SyncOutcome.Withheld _,
                        SyncOutcome.NotNeeded _ ->
                        more = true;
            }
        }
        return more;
    }
}
