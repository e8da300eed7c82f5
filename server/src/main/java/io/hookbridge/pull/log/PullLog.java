package io.hookbridge.pull.log;

import io.hookbridge.base.IdRange;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads pages of the log of events. */
public final class PullLog {

    /**
     * How many events are looked at for one page where no index leads to those that fit: some tens
     * of milliseconds.
     */
    private static final int USUAL_REACH = 50_000;

    private final Jdbi jdbi;
    private final int reach;

    public PullLog(Jdbi jdbi) {
        this(jdbi, USUAL_REACH);
    }

    /**
     * @param reach how many events are looked at for one page
     */
    PullLog(Jdbi jdbi, int reach) {
        this.jdbi = jdbi;
        this.reach = reach;
    }

    /**
     * Some events that fit.
     *
     * @param entries perhaps fewer than were asked for, even none, although others follow
     * @param next the id after which the next page follows; null if there is none
     */
    record Page(List<PullLogEntry> entries, @Nullable UUID next) {}

    /**
     * The newest events that fit.
     *
     * @param after where the page before ended; null for the first page
     * @param most at least 1
     */
    Page page(PullLogFilter filter, @Nullable UUID after, int most) {
        // One snapshot, so that nothing comes between the bound and what is above it.
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> page(handle, filter, filter.range().before(after), most));
    }

    private Page page(Handle handle, PullLogFilter filter, IdRange range, int most) {
        Optional<UUID> horizon =
                filter.isSelective()
                        ? PullLogStore.horizon(handle, filter, range, reach)
                        : Optional.empty();
        // One more than asked for tells whether there is a next page.
        List<PullLogEntry> found =
                PullLogStore.entries(
                        handle, filter, horizon.map(range::from).orElse(range), most + 1);
        if (found.size() > most) {
            List<PullLogEntry> page = found.subList(0, most);
            return new Page(page, UUID.fromString(page.getLast().eventId()));
        }
        return new Page(found, horizon.orElse(null));
    }
}
