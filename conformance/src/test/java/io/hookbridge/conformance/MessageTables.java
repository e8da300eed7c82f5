package io.hookbridge.conformance;

import io.hookbridge.base.Patience;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Looks into the database of a place, past its server, which may be dead. Belongs to one thread.
 */
final class MessageTables implements AutoCloseable {

    private final Place place;

    /** Kept while its PostgreSQL lives: a new one reads what it knows of many partitions anew. */
    private @Nullable Connection connection;

    MessageTables(Place place) {
        this.place = place;
    }

    /** How a message ended. */
    record Ended(String status, boolean deleted, int attempts) {}

    /** What becomes of one row of an answer. */
    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** Every message that has ended. */
    Map<UUID, Ended> ended() {
        Map<UUID, Ended> ended = new HashMap<>();
        query(
                "SELECT id, status, deleted_at IS NOT NULL, attempt_count FROM outcome",
                row ->
                        ended.put(
                                row.getObject(1, UUID.class),
                                new Ended(row.getString(2), row.getBoolean(3), row.getInt(4))));
        return ended;
    }

    /** The messages that wait for a retry. */
    Set<UUID> retrying() {
        Set<UUID> retrying = new HashSet<>();
        query(
                "SELECT id FROM queue WHERE status = 'pending_retry' AND node IS NULL",
                row -> retrying.add(row.getObject(1, UUID.class)));
        return retrying;
    }

    /** The messages that have not ended, whatever servers know of them. */
    long unended() {
        return number(
                """
                SELECT (SELECT count(*) FROM queue)
                     + (SELECT count(*) FROM message m
                         WHERE NOT EXISTS (SELECT FROM queue q WHERE q.environment_id = m.environment_id AND q.id = m.id)
                           AND NOT EXISTS (SELECT FROM outcome o WHERE o.environment_id = m.environment_id AND o.id = m.id))
                """);
    }

    /** What there must be none of when all has ended, each with how often it is there. */
    Map<String, Long> leftBehind() {
        return Map.of(
                "messages that are queued and have ended",
                number("SELECT count(*) FROM queue JOIN outcome USING (environment_id, id)"),
                "marks",
                number("SELECT count(*) FROM mark"),
                "messages that miss an attempt, or have one too many",
                number(
                        """
                        SELECT count(*) FROM outcome o
                         WHERE attempt_count <> (SELECT count(*) FROM attempt_view a
                                                  WHERE a.environment_id = o.environment_id AND a.message_id = o.id)
                        """),
                "keys of messages that are not there",
                number(
                        """
                        SELECT count(*) FROM idempotency_key k
                         WHERE NOT EXISTS (SELECT FROM outcome o
                                            WHERE o.environment_id = k.environment_id AND o.id = k.message_id)
                        """));
    }

    /** The messages that are counted for billing. */
    long usage() {
        return number("SELECT coalesce(sum(message_count), 0) FROM usage_month");
    }

    /** Has another server do at once what a dead one had the right to do alone for a while. */
    void endLeases() {
        update("DELETE FROM lease");
    }

    /** The servers that hold messages, or held some that are not taken over. */
    Set<UUID> nodes() {
        Set<UUID> nodes = new HashSet<>();
        query("SELECT id FROM node", row -> nodes.add(row.getObject(1, UUID.class)));
        return nodes;
    }

    /** Has others take over at once what servers held that are dead. */
    void endNodes(Collection<UUID> dead) {
        if (!dead.isEmpty()) {
            update("UPDATE node SET alive_until = now() WHERE id = ANY (?)", dead);
        }
    }

    /**
     * Moves messages, which have ended or are queued, to a day that is over, with its partition.
     */
    void expire(Collection<UUID> messages) {
        query(
                """
                SELECT make_partition('message', day, day::text, (day + 1)::text)
                  FROM (SELECT current_date - 3) AS old (day)
                """,
                _ -> {});
        for (String table : List.of("queue", "outcome")) {
            update(
                    "UPDATE %s SET payload_expires_at = current_date - 3 WHERE id = ANY (?)"
                            .formatted(table),
                    messages);
        }
        update(
                """
                UPDATE message SET payload_expires_at = current_date - 3, expires_on = current_date - 3
                 WHERE id = ANY (?)
                """,
                messages);
    }

    /** Whether the partition of {@link #expire} is there. */
    boolean hasExpiredDay() {
        return number(
                        """
                        SELECT count(*) FROM pg_class
                         WHERE relname = 'message_' || to_char(current_date - 3, 'YYYYMMDD')
                        """)
                > 0;
    }

    private long number(String query) {
        List<Long> numbers = new ArrayList<>();
        query(query, row -> numbers.add(row.getLong(1)));
        return numbers.getFirst();
    }

    private void query(String query, Row each) {
        try (PreparedStatement statement = connection().prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void update(String update) {
        update(update, List.of());
    }

    private void update(String update, Collection<UUID> ids) {
        try (PreparedStatement statement = connection().prepareStatement(update)) {
            if (!ids.isEmpty()) {
                statement.setArray(
                        1, statement.getConnection().createArrayOf("uuid", ids.toArray()));
            }
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connection() throws SQLException {
        Connection kept = connection;
        if (kept != null && kept.isValid(Math.toIntExact(Patience.LONGEST.toSeconds()))) {
            return kept;
        }
        close();
        try {
            Connection fresh = place.connect();
            connection = fresh;
            return fresh;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
