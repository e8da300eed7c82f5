package io.hookbridge.message.cold;

import io.hookbridge.db.LongStatement;
import io.hookbridge.db.PlanEachTime;

import org.jdbi.v3.core.Jdbi;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the partitions whose payloads are to move, or to come back. */
final class CandidateStore {

    private final Jdbi jdbi;

    CandidateStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The days after {@code after} that have partitions, the oldest first. */
    List<LocalDate> days(LocalDate after) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day
                                  FROM pg_inherits i
                                  JOIN pg_class c ON c.oid = i.inhrelid
                                 WHERE i.inhparent = 'message'::regclass
                                   AND c.relname ~ '^message_[0-9]{8}$'
                                 ORDER BY 1
                                """)
                        .mapTo(LocalDate.class)
                        .filter(day -> day.isAfter(after))
                        .list());
    }

    /** Those that have payloads in the storage. */
    List<LocalDate> movedDays() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT day FROM cold_partition WHERE moved_before IS NOT NULL AND rewriting IS NULL ORDER BY day")
                        .mapTo(LocalDate.class)
                        .list());
    }

    /**
     * No message with an id from here on may move: it may be under way, or not indexed yet for the
     * search. What the search is to forget is no matter.
     */
    Optional<UUID> firstInUse() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM (SELECT lowest_watermark() AS id
                                         UNION ALL
                                        SELECT task.id
                                          FROM search_task, unnest(search_task.id, search_task.expires_on) AS task (id, day)
                                         WHERE task.day <> DATE '1970-01-01') AS used
                                 WHERE id IS NOT NULL
                                 ORDER BY id
                                 LIMIT 1
                                """)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** The versions of the servers that run and cannot read what has moved. */
    List<String> tooOld() {
        return jdbi.withHandle(OlderServerStore::running);
    }

    /**
     * What of a partition could move, and what would have to stay.
     *
     * @param movable how many payloads
     * @param movableBytes of them
     * @param youngBytes of those that are not old enough
     * @param moved how many have moved before
     */
    record Amounts(long movable, long movableBytes, long youngBytes, long moved) {

        /** Whether rewriting all rows is worth it. */
        boolean isWorthIt() {
            return movable > 0 && movableBytes >= youngBytes && movable >= moved / 4;
        }
    }

    /**
     * Empty if nothing in the partition is old enough, which costs next to nothing to find out.
     *
     * @param least the smallest payload that moves, in bytes
     */
    Optional<Amounts> amounts(LocalDate day, UUID moveBefore, int least) {
        return jdbi.withHandle(handle -> {
            UUID from =
                    handle.createQuery("SELECT moved_before FROM cold_partition WHERE day = :day")
                            .bind("day", day)
                            .mapTo(UUID.class)
                            .findOne()
                            .orElse(new UUID(0, 0));
            // The index of ranges tells at once of a partition that has nothing that old.
            boolean any =
                    handle.createQuery(
                                    "SELECT EXISTS (SELECT FROM %s WHERE id >= :from AND id < :before)"
                                            .formatted(RewriteStore.partition(day)))
                            .addCustomizer(new PlanEachTime())
                            .bind("from", from)
                            .bind("before", moveBefore)
                            .mapTo(Boolean.class)
                            .one();
            if (!any) {
                return Optional.empty();
            }
            // It reads all of the partition.
            return LongStatement.run(
                    handle,
                    RewriteStore.LONGEST,
                    () ->
                            handle.createQuery(
                                            """
                                            SELECT count(*) FILTER (WHERE old AND size_bytes >= :least) AS movable,
                                                   coalesce(sum(size_bytes) FILTER (WHERE old AND size_bytes >= :least), 0) AS movable_bytes,
                                                   coalesce(sum(size_bytes) FILTER (WHERE NOT old), 0) AS young_bytes,
                                                   (SELECT coalesce(sum(payloads), 0) FROM cold_segment
                                                     WHERE day = :day AND state = 'live') AS moved
                                              FROM (SELECT size_bytes, id < :before AS old
                                                      FROM %s
                                                     WHERE id >= :from) AS m
                                            """
                                                    .formatted(RewriteStore.partition(day)))
                                    .addCustomizer(new PlanEachTime())
                                    .bind("day", day)
                                    .bind("from", from)
                                    .bind("before", moveBefore)
                                    .bind("least", least)
                                    .map((row, _) ->
                                            new Amounts(
                                                    row.getLong("movable"),
                                                    row.getLong("movable_bytes"),
                                                    row.getLong("young_bytes"),
                                                    row.getLong("moved")))
                                    .findOne());
        });
    }
}
