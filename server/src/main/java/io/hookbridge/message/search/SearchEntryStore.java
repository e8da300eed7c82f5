package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.PlanOnce;
import io.hookbridge.message.search.SearchTaskStore.Task;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Statements on {@code message_search}, in the caller's transaction. */
public final class SearchEntryStore {

    /** Any number that no other advisory lock of this server uses. */
    private static final long LOCK = 0x484B_5345_4152_0001L;

    private SearchEntryStore() {}

    /**
     * What a message is found by.
     *
     * @param until the day on which it is found no more
     */
    record Entry(UUID environment, UUID id, LocalDate until, long[] terms) {

        /** As PostgreSQL reads an array: it has no arrays of arrays that differ in length. */
        private String literal() {
            return LongStream.of(terms)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /**
     * Whether nobody else writes entries, and now nobody else will until the transaction ends. What
     * is deleted meanwhile is left to whoever is next: see {@link #remove}.
     */
    static boolean mayWrite(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /** Those of environments that there are; none of these goes before the transaction ends. */
    static void insert(Handle handle, List<Entry> entries) {
        handle.createUpdate(
                        """
                        WITH standing AS MATERIALIZED (
                            SELECT id
                              FROM environment
                             WHERE id = ANY(:environments)
                             ORDER BY id
                               FOR KEY SHARE
                        )
                        INSERT INTO message_search (environment_id, id, until, terms)
                        SELECT e.environment_id, e.id, e.until::date, e.terms::bigint[]
                          FROM unnest(:environments, :ids, :untils, :terms) AS e (environment_id, id, until, terms)
                          JOIN standing s ON s.id = e.environment_id
                        ON CONFLICT DO NOTHING
                        """)
                .bind("environments", entries.stream().map(Entry::environment).toArray(UUID[]::new))
                .bind("ids", entries.stream().map(Entry::id).toArray(UUID[]::new))
                .bind(
                        "untils",
                        entries.stream()
                                .map(entry -> entry.until().toString())
                                .toArray(String[]::new))
                .bind("terms", entries.stream().map(Entry::literal).toArray(String[]::new))
                .execute();
    }

    /**
     * Removes the entries of messages that the transaction has deleted before this call. Waits for
     * nobody, because whoever deletes may hold the row of a node: who is indexing one of them
     * meanwhile writes its entry after this, and a task for whoever indexes next has that removed.
     */
    public static void remove(Handle handle, EnvironmentId environment, Collection<MessageId> ids) {
        // Before the entries are looked for: a task is gone for others when its entries are there.
        boolean pending = SearchTaskStore.isPending(handle);
        Set<UUID> removed =
                remove(
                        handle,
                        new UUID[] {environment.value()},
                        ids.stream().map(MessageId::value).toArray(UUID[]::new));
        if (pending) {
            SearchTasks tasks = new SearchTasks();
            ids.stream()
                    .filter(id -> !removed.contains(id.value()))
                    .forEach(id -> tasks.addDeleted(environment, id));
            tasks.write(handle);
        }
    }

    /**
     * Removes the entries of those of {@code tasks} that were deleted; of a transaction that {@link
     * #mayWrite}.
     */
    static void removeDeleted(Handle handle, List<Task> tasks) {
        List<Task> deleted = tasks.stream().filter(Task::isDeleted).toList();
        if (!deleted.isEmpty()) {
            var _ =
                    remove(
                            handle,
                            deleted.stream().map(Task::environment).distinct().toArray(UUID[]::new),
                            deleted.stream().map(Task::id).toArray(UUID[]::new));
        }
    }

    /** The messages whose entries there were. */
    private static Set<UUID> remove(Handle handle, UUID[] environments, UUID[] ids) {
        return handle.createQuery(
                        """
                        DELETE FROM message_search
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                        RETURNING id
                        """)
                .bind("environments", environments)
                .bind("ids", ids)
                .mapTo(UUID.class)
                .collectIntoSet();
    }

    /**
     * The newest messages of {@code range} that have all {@code terms}, the newest first.
     *
     * @param terms not empty
     * @param newest the hour that is looked at first, counted from 1970
     * @param hours how many are looked at, at least 1
     * @param most at least 1
     */
    static List<UUID> newest(
            Handle handle,
            EnvironmentId environment,
            List<SearchTerm> terms,
            IdRange range,
            long newest,
            int hours,
            int most) {
        // The hours are looked at one after the other, and no more of them than it takes: the limit
        // ends the loop. Only the index of terms can lead to them: OFFSET 0 keeps the range of ids
        // from being one way for the primary key, and a condition on the day would be another. With
        // it, a plan made while a day was empty reads the whole day for each hour.
        Query query =
                handle.createQuery(
                                """
                                SELECT found.id
                                  FROM unnest(%s) AS hour (%s)
                                 CROSS JOIN LATERAL (
                                       SELECT id
                                         FROM (SELECT id
                                                 FROM message_search
                                                WHERE terms @> ARRAY[%s]
                                               OFFSET 0) AS having_all
                                        WHERE id >= :first
                                          AND id < :before
                                        ORDER BY id DESC
                                        LIMIT :most) AS found
                                 LIMIT :most
                                """
                                        .formatted(
                                                names(terms, ":t%d::bigint[]"),
                                                names(terms, "t%d"),
                                                names(terms, "hour.t%d")))
                        .bind("first", range.first())
                        .bind("before", range.end())
                        .bind("most", most)
                        .addCustomizer(new PlanOnce(handle));
        for (int i = 0; i < terms.size(); i++) {
            SearchTerm term = terms.get(i);
            query.bind(
                    "t" + i,
                    LongStream.range(0, hours)
                            .mapToObj(ago -> term.hash(environment, newest - ago))
                            .toArray(Long[]::new));
        }
        return query.mapTo(UUID.class).list();
    }

    private static String names(List<SearchTerm> terms, String pattern) {
        return IntStream.range(0, terms.size())
                .mapToObj(pattern::formatted)
                .collect(Collectors.joining(", "));
    }
}
