package io.hookbridge.message.cold;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.db.LongStatement;
import io.hookbridge.db.PlanEachTime;
import io.hookbridge.message.cold.RewriteStore.Rewriting;
import io.hookbridge.message.cold.RewriteStore.Way;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** Puts a partition that was rewritten in the place of the old one, or takes the work back. */
final class SwapStore {

    /** As many changes are followed in one transaction. */
    private static final int CHANGES_AT_ONCE = 1_000;

    /** A message that has changed goes, and comes again as it is now, if it is there. */
    private static final List<String> FOLLOW =
            List.of(
                    """
                    DELETE FROM %1$s n
                     USING unnest(:environments::uuid[], :ids::uuid[]) AS c (environment_id, id)
                     WHERE n.environment_id = c.environment_id
                       AND n.id = c.id
                    """,
                    """
                    INSERT INTO %1$s (%3$s)
                    SELECT %3$s
                      FROM %2$s
                     WHERE (environment_id, id) IN (
                           SELECT environment_id, id
                             FROM unnest(:environments::uuid[], :ids::uuid[]) AS c (environment_id, id))
                    """);

    private record Change(UUID environment, UUID id) {}

    private final Jdbi jdbi;

    SwapStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Brings into the new partition what has changed in the old one, or was erased there.
     *
     * @return false if there may be more
     */
    boolean followChanges(LocalDate day) {
        return jdbi.inTransaction(handle -> {
            IdleTransaction.limit(handle);
            // Not beside a chunk of another node, which may have read what was erased meanwhile.
            boolean isOpen =
                    handle.createQuery(
                                    """
                                    SELECT rewriting IS NOT NULL
                                      FROM cold_partition
                                     WHERE day = :day
                                       FOR UPDATE
                                    """)
                            .bind("day", day)
                            .mapTo(Boolean.class)
                            .findOne()
                            .orElse(false);
            return !isOpen || followChanges(handle, day, CHANGES_AT_ONCE) < CHANGES_AT_ONCE;
        });
    }

    /** What was noted is forgotten first: what changes after that is noted anew. */
    private static int followChanges(Handle handle, LocalDate day, int most) {
        List<Change> changes =
                handle.createQuery(
                                """
                                DELETE FROM cold_change
                                 WHERE ctid = ANY (ARRAY(
                                       SELECT ctid FROM cold_change
                                        WHERE day = :day
                                        LIMIT :most))
                                RETURNING environment_id, id
                                """)
                        .bind("day", day)
                        .bind("most", most)
                        .map((row, _) ->
                                new Change(
                                        row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                        .list();
        if (changes.isEmpty()) {
            return 0;
        }
        UUID[] environments = changes.stream().map(Change::environment).toArray(UUID[]::new);
        UUID[] ids = changes.stream().map(Change::id).toArray(UUID[]::new);
        for (String statement : FOLLOW) {
            handle.createUpdate(
                            statement.formatted(
                                    RewriteStore.replacement(day),
                                    RewriteStore.partition(day),
                                    RewriteStore.ALL))
                    .bind("environments", environments)
                    .bind("ids", ids)
                    .execute();
        }
        return changes.size();
    }

    /** Gathers what PostgreSQL plans by, and what lets it look at an index alone. */
    void analyze(LocalDate day) {
        jdbi.useHandle(handle ->
                LongStatement.run(
                        handle,
                        RewriteStore.LONGEST,
                        () -> handle.execute("VACUUM (ANALYZE) " + RewriteStore.replacement(day))));
    }

    /** Whether a row of the old partition is neither in the new one nor noted. */
    boolean isAnyMissing(LocalDate day) {
        return jdbi.withHandle(handle ->
                LongStatement.run(
                        handle,
                        RewriteStore.LONGEST,
                        () ->
                                handle.createQuery(
                                                """
                                                SELECT EXISTS (
                                                    SELECT FROM %1$s m
                                                     WHERE NOT EXISTS (SELECT FROM %2$s n
                                                                        WHERE n.environment_id = m.environment_id AND n.id = m.id)
                                                       AND NOT EXISTS (SELECT FROM cold_change c
                                                                        WHERE c.environment_id = m.environment_id AND c.id = m.id
                                                                          AND c.day = :day))
                                                """
                                                        .formatted(
                                                                RewriteStore.partition(day),
                                                                RewriteStore.replacement(day)))
                                        .addCustomizer(new PlanEachTime())
                                        .bind("day", day)
                                        .mapTo(Boolean.class)
                                        .one()));
    }

    /**
     * Puts the new partition in the place of the old one. What was noted is copied again as it is.
     *
     * @return false if the rewriting is not as it was
     */
    boolean swap(Rewriting rewriting) {
        LocalDate day = rewriting.day();
        String old = RewriteStore.partition(day);
        String fresh = RewriteStore.replacement(day);
        boolean swapped =
                jdbi.inTransaction(handle -> {
                    RewriteStore.waitNotLong(handle);
                    if (!RewriteStore.isAt(handle, rewriting)) {
                        return false;
                    }
                    // In the order in which everybody locks them.
                    handle.execute(
                            "LOCK TABLE ONLY message, %s IN ACCESS EXCLUSIVE MODE".formatted(old));
                    CrashPoint.COLD_SWAP_LOCKED.pass();
                    if (!RewriteStore.isIntact(handle, rewriting)
                            || !OlderServerStore.running(handle).isEmpty()) {
                        return false;
                    }
                    while (followChanges(handle, day, CHANGES_AT_ONCE) > 0) {
                        // Hardly any: they were followed until there were none, a moment ago.
                    }
                    handle.execute("DROP TABLE " + old);
                    handle.execute("ALTER TABLE %s RENAME TO %s".formatted(fresh, old));
                    handle.execute(
                            "ALTER TABLE message ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                                    .formatted(old, day, day.plusDays(1)));
                    settle(handle, rewriting);
                    CrashPoint.COLD_SWAPPED.pass();
                    return true;
                });
        CrashPoint.COLD_SWAP_COMMITTED.pass();
        return swapped;
    }

    private static void forgetChanges(Handle handle, LocalDate day) {
        handle.createUpdate("DELETE FROM cold_change WHERE day = :day").bind("day", day).execute();
    }

    private static void settle(Handle handle, Rewriting rewriting) {
        if (rewriting.way() == Way.MOVE) {
            handle.createUpdate(
                            """
                            UPDATE cold_partition
                               SET moved_before = move_before, rewriting = NULL, move_before = NULL, source_file = NULL,
                                   place = NULL
                             WHERE day = :day
                            """)
                    .bind("day", rewriting.day())
                    .execute();
            SegmentStore.become(handle, rewriting.day(), "written", "live");
        } else {
            forget(handle, rewriting.day());
            SegmentStore.become(handle, rewriting.day(), "live", "going");
        }
    }

    private static void forget(Handle handle, LocalDate day) {
        handle.createUpdate("DELETE FROM cold_partition WHERE day = :day")
                .bind("day", day)
                .execute();
    }

    /** Takes back what was done of a rewriting: the old partition stays, if it is still there. */
    void abandon(LocalDate day) {
        jdbi.useTransaction(handle -> {
            RewriteStore.waitNotLong(handle);
            handle.execute("DROP TABLE IF EXISTS " + RewriteStore.replacement(day));
            if (exists(handle, day)) {
                handle.execute(
                        "DROP TRIGGER IF EXISTS cold_change ON " + RewriteStore.partition(day));
            }
            forgetChanges(handle, day);
            SegmentStore.become(handle, day, "written", "going");
            handle.createUpdate(
                            """
                            UPDATE cold_partition
                               SET rewriting = NULL, move_before = NULL, source_file = NULL, place = NULL
                             WHERE day = :day
                            """)
                    .bind("day", day)
                    .execute();
            handle.createUpdate(
                            "DELETE FROM cold_partition WHERE day = :day AND moved_before IS NULL")
                    .bind("day", day)
                    .execute();
        });
    }

    private static boolean exists(Handle handle, LocalDate day) {
        return handle.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", RewriteStore.partition(day))
                .mapTo(Boolean.class)
                .one();
    }

    /** Forgets partitions whose day is over and that were dropped. */
    void forgetOver(LocalDate today) {
        List<LocalDate> over =
                jdbi.withHandle(handle ->
                        handle
                                .createQuery(
                                        """
                                        SELECT day
                                          FROM (SELECT day FROM cold_partition UNION SELECT day FROM cold_segment) AS known
                                         WHERE day < :today
                                        """)
                                .bind("today", today)
                                .mapTo(LocalDate.class)
                                .list()
                                .stream()
                                .filter(day -> !exists(handle, day))
                                .toList());
        for (LocalDate day : over) {
            abandon(day);
            jdbi.useTransaction(handle -> {
                forget(handle, day);
                SegmentStore.become(handle, day, "live", "going");
            });
        }
    }
}
