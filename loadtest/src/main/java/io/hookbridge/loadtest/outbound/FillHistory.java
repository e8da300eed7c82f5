package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.Rig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes the log of a past month straight into the database: delivered messages, one in fifty given
 * up, a few that wait for another attempt, and their counts. Payloads and attempts, which none of
 * the measured operations reads, are left out.
 */
record FillHistory(Rig rig, EmbeddedDatabase database) {

    private static final int CHUNK = 250_000;
    private static final int DAYS = 30;
    private static final int WAITING = 10_000;

    /** Weeks that have partitions of their own, as they would if the server had run then. */
    private static final String PARTITIONS =
            """
            SELECT make_partitions((now() - make_interval(weeks => back))::date, current_date)
              FROM generate_series(6, 0, -2) AS back
            """;

    private static final String FINISHED =
            """
            INSERT INTO finished_message
                (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at, fence,
                 attempt_count, replay_count, direction, content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at,
                 processing_ms, response_status, response_latency_ms, last_error)
            SELECT endpoint.environment_id, m.id, endpoint.id, m.id, m.at, m.at + interval '40 ms',
                   CASE WHEN m.dead THEN 'failed_permanent' ELSE 'succeeded' END, m.at + interval '40 ms', 1,
                   CASE WHEN m.dead THEN 8 ELSE 1 END, 0, 'outbound', 'application/json', 1024, sha256(uuid_send(m.id)), m.at + interval '90 days',
                   true, m.at + interval '5 ms', 1, CASE WHEN m.dead THEN 500 ELSE 200 END, 20 + m.n % 50,
                   CASE WHEN m.dead THEN 'HTTP 500' END
              FROM (SELECT n, id, uuid_extract_timestamp(id) AS at, n % 50 = 7 AS dead,
                           1 + abs(hashint8(n)) % (SELECT count(*) FROM endpoint) AS turn
                      FROM (SELECT n, uuidv7(make_interval(days => -?) * (1 - n::float8 / ?)) AS id
                              FROM generate_series(?, ?) AS n) AS numbered) AS m
              JOIN (SELECT id, environment_id, row_number() OVER (ORDER BY id) AS turn FROM endpoint) AS endpoint
             USING (turn)
            """;

    private static final String WAIT =
            """
            INSERT INTO pending_message
                (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, due_at, fence, attempt_count,
                 direction, content_type, size_bytes,
                 payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                 response_latency_ms, last_error, retry_type)
            SELECT endpoint.environment_id, m.id, endpoint.id, m.id, m.at, m.at, 'pending_retry',
                   now() + interval '1 day', 1, 1, 'outbound', 'application/json', 1024, sha256(uuid_send(m.id)), m.at + interval '90 days', true, m.at, 1, 500, 20, 'HTTP 500', 'slow'
              FROM (SELECT id, uuid_extract_timestamp(id) AS at,
                           1 + n % (SELECT count(*) FROM endpoint) AS turn
                      FROM (SELECT n, uuidv7(make_interval(secs => -n)) AS id
                              FROM generate_series(1, ?) AS n) AS numbered) AS m
              JOIN (SELECT id, environment_id, row_number() OVER (ORDER BY id) AS turn FROM endpoint) AS endpoint
             USING (turn)
            """;

    /** Of every endpoint and, under the nil UUID, of all together. */
    private static final String COUNTS =
            """
            INSERT INTO %1$s
                (environment_id, endpoint_id, bucket, accepted, succeeded, failed, deleted, retrying, retries, answered,
                 latency_ms)
            SELECT environment_id, coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000'),
                   date_bin('%2$s', created_at, 'epoch') AS bucket, count(*),
                   count(*) FILTER (WHERE status = 'succeeded'), count(*) FILTER (WHERE status = 'failed_permanent'),
                   0, 0, sum(attempt_count - 1), sum(attempt_count), sum(attempt_count * response_latency_ms)
              FROM finished_message
             WHERE created_at > now() - interval '%3$s'
             GROUP BY GROUPING SETS ((environment_id, endpoint_id, bucket), (environment_id, bucket))
            """;

    /**
     * @param count of delivered or dead messages
     */
    void run(int count) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            // Nobody waits for these rows; the server's own sessions are not concerned.
            statement.execute("SET synchronous_commit = off");
            statement.execute(PARTITIONS);
            fill(connection, count);
            try (PreparedStatement waiting = connection.prepareStatement(WAIT)) {
                waiting.setInt(1, Math.min(WAITING, count));
                waiting.executeUpdate();
            }
            rig.say("  counts");
            statement.execute(COUNTS.formatted("message_count_minute", "1 minute", "2 days"));
            statement.execute(COUNTS.formatted("message_count_hour", "1 hour", "31 days"));
            rig.say("  vacuum");
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    private void fill(Connection connection, int count) throws SQLException {
        long began = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(FINISHED)) {
            for (int from = 0; from < count; from += CHUNK) {
                int to = Math.min(count, from + CHUNK) - 1;
                insert.setInt(1, DAYS);
                insert.setInt(2, count);
                insert.setInt(3, from);
                insert.setInt(4, to);
                insert.executeUpdate();
                rig.say(
                        "  %,d of %,d messages after %d s",
                        to + 1, count, (System.nanoTime() - began) / 1_000_000_000);
            }
        }
    }
}
