package io.hookbridge.tenant.audit;

import io.hookbridge.base.IdRange;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** Finds audit events, the newest first. */
public final class AuditLog {

    /** How many events are looked at for one page: some tens of milliseconds. */
    private static final int USUAL_REACH = 20_000;

    private final AuditLogStore store;
    private final int reach;

    public AuditLog(Jdbi jdbi) {
        this(jdbi, USUAL_REACH);
    }

    /**
     * @param reach how many events are looked at for one page, at least 1
     */
    public AuditLog(Jdbi jdbi, int reach) {
        this.store = new AuditLogStore(jdbi);
        this.reach = reach;
    }

    /**
     * Some events that fit.
     *
     * @param events perhaps fewer than were asked for, even none, although others follow
     * @param next the id after which the next page follows; null if there is none
     */
    public record Page(List<AuditEvent> events, @Nullable UUID next) {}

    /**
     * The newest events that fit.
     *
     * @param after where the page before ended; null for the first page
     * @param most at least 1
     */
    public Page page(AuditFilter filter, @Nullable UUID after, int most) {
        IdRange range = IdRange.of(filter.from(), filter.until()).before(after);
        // One more than asked for tells whether there is a next page.
        int looked = Math.max(reach, most + 1);
        List<AuditEvent> found = store.find(filter, range, looked, most + 1);
        if (found.size() > most) {
            List<AuditEvent> page = found.subList(0, most);
            return new Page(page, page.getLast().id());
        }
        return new Page(
                found,
                filter.isNarrow() ? store.horizon(filter, range, looked).orElse(null) : null);
    }
}
