package io.hookbridge.message.search;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Takes rows of {@code search_task} away and reads what they name, in the caller's transaction. */
final class SearchTaskStore {

    private SearchTaskStore() {}

    /**
     * A message that is to be indexed.
     *
     * @param day by which its payload lies
     */
    record Task(UUID environment, UUID id, LocalDate day) {

        /** Whether it was deleted, and is not to be found any more. */
        boolean isDeleted() {
            return day.equals(SearchTasks.DELETED);
        }
    }

    /**
     * A message that was accepted.
     *
     * @param day by which its payload lies
     * @param terms what it is found by
     */
    record Accepted(UUID environment, UUID id, LocalDate day, Set<SearchTerm> terms) {}

    /**
     * Takes some rows away that together name no more than so many messages, or a single one that
     * names more.
     *
     * @param most how many rows, at least 1
     * @param messages at least 1
     * @return what each named, an entry for each row
     */
    static List<List<Task>> take(Handle handle, int most, int messages) {
        return handle.createQuery(
                        """
                        WITH first AS MATERIALIZED (
                            SELECT ctid AS place, cardinality(id) AS messages
                              FROM search_task
                             LIMIT :most
                        ), added_up AS (
                            SELECT place, messages, sum(messages) OVER (ROWS UNBOUNDED PRECEDING) AS so_far
                              FROM first
                        )
                        DELETE FROM search_task
                         WHERE ctid = ANY (ARRAY(SELECT place
                                                   FROM added_up
                                                  WHERE so_far <= :messages
                                                     OR so_far = messages))
                        RETURNING environment_id, id, expires_on::text[]
                        """)
                .bind("most", most)
                .bind("messages", messages)
                .map((row, _) -> tasks(row))
                .list();
    }

    /**
     * Takes some rows away whose messages are older.
     *
     * @param before the smallest id of a message that is not
     * @param most how many rows, at least 1
     * @return what they named
     */
    static List<Task> takeOld(Handle handle, UUID before, int most) {
        return handle
                .createQuery(
                        """
                        DELETE FROM search_task
                         WHERE ctid = ANY (ARRAY(SELECT ctid FROM search_task WHERE id[1] < :before LIMIT :most))
                        RETURNING environment_id, id, expires_on::text[]
                        """)
                .bind("before", before)
                .bind("most", most)
                .map((row, _) -> tasks(row))
                .list()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Task> tasks(ResultSet row) throws SQLException {
        UUID[] environments = (UUID[]) row.getArray("environment_id").getArray();
        UUID[] ids = (UUID[]) row.getArray("id").getArray();
        String[] days = (String[]) row.getArray("expires_on").getArray();
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new Task(environments[i], ids[i], LocalDate.parse(days[i])))
                .toList();
    }

    /**
     * Those of {@code tasks} that are still there.
     *
     * @param made from each, of which nothing else is kept: terms take much room
     */
    static <T> List<T> read(Handle handle, List<Task> tasks, Function<Accepted, T> made) {
        Map<LocalDate, List<Task>> byDay = tasks.stream().collect(Collectors.groupingBy(Task::day));
        return byDay.entrySet().stream()
                .flatMap(ofDay -> read(handle, ofDay.getKey(), ofDay.getValue(), made).stream())
                .toList();
    }

    private static <T> List<T> read(
            Handle handle, LocalDate day, List<Task> tasks, Function<Accepted, T> made) {
        return handle.createQuery(
                        """
                        SELECT environment_id, id, idempotency_key, substring(body FOR :most) AS beginning
                          FROM message
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                           AND expires_on = :day
                        """)
                .bind("most", PayloadTerms.MOST_BYTES)
                .bind(
                        "environments",
                        tasks.stream().map(Task::environment).distinct().toArray(UUID[]::new))
                .bind("ids", tasks.stream().map(Task::id).toArray(UUID[]::new))
                .bind("day", day)
                .setFetchSize(50)
                .map((row, _) ->
                        made.apply(
                                new Accepted(
                                        row.getObject("environment_id", UUID.class),
                                        row.getObject("id", UUID.class),
                                        day,
                                        PayloadTerms.of(
                                                row.getBytes("beginning"),
                                                row.getString("idempotency_key")))))
                .list();
    }

    /** Whether there is something to be indexed, or is being indexed. */
    static boolean isPending(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM search_task)")
                .mapTo(Boolean.class)
                .one();
    }

    /** Clears away what was taken; outside of a transaction. */
    static void clear(Handle handle) {
        handle.execute("VACUUM (TRUNCATE false) search_task");
    }
}
