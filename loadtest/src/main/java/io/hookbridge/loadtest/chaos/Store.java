package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.BenchFailure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks into the database of the servers, past all of them. */
final class Store {

    private final Source source;

    /** Where connections come from. */
    @FunctionalInterface
    interface Source {
        Connection connect() throws SQLException;
    }

    Store(Source source) {
        this.source = source;
    }

    /** Every row of every message. */
    List<StoredMessage> messages() {
        return query(
                """
                WITH m AS (
                    SELECT environment_id, id, idempotency_key, status, true AS pending, attempt_count FROM pending_message
                     UNION ALL
                    SELECT environment_id, id, idempotency_key, status, false, attempt_count FROM finished_message
                )
                SELECT m.id, m.idempotency_key, m.status, m.pending, m.attempt_count, count(a.message_id)
                  FROM m LEFT JOIN attempt a ON a.environment_id = m.environment_id AND a.message_id = m.id
                 GROUP BY m.id, m.idempotency_key, m.status, m.pending, m.attempt_count
                """,
                row ->
                        new StoredMessage(
                                row.getObject(1, UUID.class),
                                NumberedMessage.numberOf(String.valueOf(row.getString(2))),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getInt(5),
                                row.getInt(6)));
    }

    /** The messages that are neither delivered nor given up. */
    long pending() {
        return number("SELECT count(*) FROM pending_message");
    }

    /** Those of them that wait longer than a few seconds for their next attempt. */
    List<UUID> waitingForRetry() {
        return query(
                """
                SELECT id FROM pending_message
                 WHERE status = 'pending_retry' AND node IS NULL AND due_at > now() + interval '5 s'
                """,
                row -> row.getObject(1, UUID.class));
    }

    /** The messages that are counted for billing. */
    long usage() {
        return number("SELECT coalesce(sum(message_count), 0) FROM usage_month");
    }

    /** Takes one finished message away, as a fault would. */
    void deleteOneFinished() {
        query(
                """
                DELETE FROM finished_message
                 WHERE (environment_id, id) = (SELECT environment_id, id FROM finished_message LIMIT 1)
                RETURNING id
                """,
                row -> row.getObject(1, UUID.class));
    }

    /** The messages that are in the hands of servers which are no more, or are late. */
    long orphans() {
        return number(
                """
                SELECT count(*) FROM pending_message p
                 WHERE node IS NOT NULL
                   AND NOT EXISTS (SELECT FROM node WHERE node.id = p.node AND node.alive_until > now())
                """);
    }

    private long number(String sql) {
        return query(sql, row -> row.getLong(1)).getFirst();
    }

    @FunctionalInterface
    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Read<T> read) {
        List<T> found = new ArrayList<>();
        try (Connection connection = source.connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(read.of(rows));
            }
            return found;
        } catch (SQLException failure) {
            throw new BenchFailure("the database cannot be read: " + failure.getMessage());
        }
    }
}
