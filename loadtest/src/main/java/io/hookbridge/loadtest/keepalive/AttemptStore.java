package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.Rig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads attempts from the server's database: a request for each message would be a load itself. */
record AttemptStore(EmbeddedDatabase database) {

    /** Without any change, which is longer than an attempt takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Every attempt at a message of the tenant. */
    List<Attempt> attempts(UUID tenant) throws SQLException {
        String sql =
                """
                SELECT message_id, substring(url FROM '/e/(\\d+)$')::int, response_status, error_text,
                       lost_connection_ms IS NOT NULL,
                       CASE WHEN conn_reused THEN 'KEPT'
                            WHEN tcp_connect_ms IS NULL THEN 'NONE'
                            WHEN url LIKE 'https:%' AND tls_handshake_ms IS NULL THEN 'SHAKING'
                            ELSE 'NEW'
                       END
                  FROM attempt_view
                 WHERE environment_id IN (SELECT id FROM environment WHERE tenant_id = ?)
                """;
        List<Attempt> found = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Attempt(
                                    row.getObject(1, UUID.class),
                                    row.getInt(2),
                                    status(row),
                                    row.getString(4),
                                    row.getBoolean(5),
                                    Attempt.Stage.valueOf(row.getString(6))));
                }
            }
        }
        return found;
    }

    private static @Nullable Integer status(ResultSet row) throws SQLException {
        int status = row.getInt(3);
        return row.wasNull() ? null : status;
    }

    /** Returns when every message is delivered or waits for the time of its next attempt. */
    void awaitSettled(Rig rig) throws InterruptedException, SQLException {
        long began = System.nanoTime();
        long lastChange = began;
        long last = unsettled();
        while (last > 0) {
            long now = System.nanoTime();
            if (now - lastChange > PATIENCE.toNanos() || now - began > MOST.toNanos()) {
                rig.say("  %,d messages are under way even now", last);
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
            long unsettled = unsettled();
            lastChange = unsettled == last ? lastChange : now;
            last = unsettled;
        }
    }

    /** How many messages wait for something else than the time of their next attempt. */
    private long unsettled() throws SQLException {
        try (Connection connection = database.connect()) {
            return EmbeddedDatabase.number(
                    connection,
                    """
                    SELECT (SELECT count(*) FROM under_way)
                         + (SELECT count(*)
                              FROM queue
                             WHERE NOT (status = 'pending_retry' AND node IS NULL
                                        AND due_at > now() + interval '5 s'))
                    """);
        }
    }
}
