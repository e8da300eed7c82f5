package io.hookbridge.message.search;

import io.hookbridge.base.IdRange;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Where the search is off, takes away what was still to be indexed when it was turned off: nobody
 * else would, and payloads that are to be indexed keep theirs and all younger ones from moving to
 * cold storage.
 */
public final class DropTasks {

    /**
     * What is younger is left: while servers are replaced one by one, others index it, a second or
     * so after it was accepted.
     */
    private static final Duration LEFT = Duration.ofHours(1);

    private static final int TASKS_AT_ONCE = 1_000;

    /** Of one step; the next one goes on. */
    private static final int MOST_TRANSACTIONS = 100;

    private final Jdbi jdbi;
    private final InstantSource clock;

    public DropTasks(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Takes away what there is, in transactions of bounded size. */
    public void step() {
        UUID before = IdRange.of(clock.instant().minus(LEFT), null).first();
        boolean more = true;
        for (int i = 0; more && i < MOST_TRANSACTIONS; i++) {
            more =
                    jdbi.inTransaction(
                            handle -> SearchEntryStore.mayWrite(handle) && drop(handle, before));
        }
    }

    private static boolean drop(Handle handle, UUID before) {
        List<SearchTaskStore.Task> tasks = SearchTaskStore.takeOld(handle, before, TASKS_AT_ONCE);
        // Or what was deleted would be found when the search is turned on again.
        SearchEntryStore.removeDeleted(handle, tasks);
        return !tasks.isEmpty();
    }
}
