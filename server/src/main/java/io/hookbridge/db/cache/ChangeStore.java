package io.hookbridge.db.cache;

import org.jdbi.v3.core.Jdbi;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads {@code cache_version}, which triggers write. */
final class ChangeStore {

    /** For a first look: whoever remembers nothing yet need not know what has changed before. */
    static final long NOTHING_YET = Long.MAX_VALUE;

    private final Jdbi jdbi;

    ChangeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param open the oldest transaction that is not over; all before it were seen, as far as they
     *     have changed anything
     * @param subjects with the transaction that changed each last
     */
    record Changed(long open, Map<Subject, Long> subjects) {}

    /**
     * What transactions from {@code open} on have changed. A database that was restored in another
     * cluster has rows of transactions that are yet to come there; they tell nothing.
     */
    Changed since(long open) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT pg_snapshot_xmin(now.taken)::text::bigint AS open,
                                       v.kind, v.id, v.changed_by::text::bigint AS changed_by
                                  FROM (SELECT pg_current_snapshot() AS taken) now
                                  LEFT JOIN cache_version v
                                         ON v.changed_by >= :open::text::xid8
                                        AND v.changed_by < pg_snapshot_xmax(now.taken)
                                """)
                        .bind("open", open)
                        .reduceRows(
                                new Changed(0, new HashMap<>()),
                                (changed, row) -> {
                                    UUID id = row.getColumn("id", UUID.class);
                                    if (id != null) {
                                        changed.subjects()
                                                .put(
                                                        new Subject(
                                                                row.getColumn("kind", String.class),
                                                                id),
                                                        row.getColumn("changed_by", Long.class));
                                    }
                                    return new Changed(
                                            row.getColumn("open", Long.class), changed.subjects());
                                }));
    }
}
