package io.hookbridge.loadtest.recovery;

import io.hookbridge.loadtest.process.BenchFailure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Where the messages are that were accepted last.
 *
 * @param underWay neither queued nor finished
 * @param finished delivered or given up
 */
record State(long underWay, long queued, long finished) {

    /** Of all from {@code first} on. */
    static State of(Connection connection, UUID first) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT count(*) FILTER (WHERE q.id IS NULL AND o.id IS NULL), count(q.id), count(o.id)
                          FROM (SELECT environment_id, id FROM message WHERE id >= ?) AS m
                          LEFT JOIN (SELECT environment_id, id FROM queue WHERE id >= ?) AS q
                            ON q.environment_id = m.environment_id AND q.id = m.id
                          LEFT JOIN (SELECT environment_id, id FROM outcome WHERE id >= ?) AS o
                            ON o.environment_id = m.environment_id AND o.id = m.id
                        """)) {
            for (int i = 1; i <= 3; i++) {
                statement.setObject(i, first);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new State(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    /** How long the node that accepted the message {@code first} has its lease yet. */
    static Duration leaseLeft(Connection connection, UUID first) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT extract(epoch FROM alive_until - clock_timestamp()) * 1000
                          FROM node
                         WHERE id = (SELECT node FROM message WHERE id = ?)
                        """)) {
            statement.setObject(1, first);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new BenchFailure("no node has the messages in its memory");
                }
                return Duration.ofMillis(row.getLong(1));
            }
        }
    }
}
