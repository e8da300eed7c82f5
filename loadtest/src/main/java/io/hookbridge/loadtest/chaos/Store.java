package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.process.BenchFailure;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Looks into the database of the servers, past all of them. Belongs to one thread. */
final class Store implements AutoCloseable {

    /** SQLSTATE {@code lock_not_available}. */
    private static final String LOCKED = "55P03";

    private static final int SECONDS_TO_ANSWER = 30;

    /** Longer than the lease of a server that stands still with a lock. */
    private static final Duration LONGEST_DROP = Duration.ofMinutes(1);

    /** A PostgreSQL that was killed recovers first. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Source source;

    /** Kept while its PostgreSQL lives: a new one reads what it knows of many partitions anew. */
    private @Nullable Connection connection;

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
                WITH known AS MATERIALIZED (
                    SELECT environment_id, id, status, true AS pending, attempt_count FROM queue
                     UNION ALL
                    SELECT environment_id, id, status, false, attempt_count FROM outcome
                     UNION ALL
                    SELECT environment_id, id, status, status <> 'delivered', 0 FROM pull_event
                     UNION ALL
                    SELECT environment_id, id, 'under way', true, 0
                      FROM message m
                     WHERE direction <> 'pull'
                       AND NOT EXISTS (SELECT FROM queue q WHERE q.environment_id = m.environment_id AND q.id = m.id)
                       AND NOT EXISTS (SELECT FROM outcome o WHERE o.environment_id = m.environment_id AND o.id = m.id)
                ), payload AS MATERIALIZED (
                    SELECT environment_id, id, substring(convert_from(body, 'UTF8') FROM '^{"number":([0-9]+)') AS number,
                           idempotency_key, encode(sha256(body), 'hex') AS hash
                      FROM message
                ), tried AS MATERIALIZED (
                    SELECT environment_id, message_id, count(*) AS attempts
                      FROM attempt_view
                     GROUP BY environment_id, message_id
                )
                SELECT k.id, p.number, p.idempotency_key, p.hash, k.status, k.pending, k.attempt_count, coalesce(t.attempts, 0)
                  FROM known k
                  LEFT JOIN payload p ON p.environment_id = k.environment_id AND p.id = k.id
                  LEFT JOIN tried t ON t.environment_id = k.environment_id AND t.message_id = k.id
                """,
                row ->
                        new StoredMessage(
                                row.getObject(1, UUID.class),
                                number(row.getString(2), row.getString(3), row.getString(4)),
                                row.getString(5),
                                row.getBoolean(6),
                                row.getInt(7),
                                row.getInt(8)));
    }

    /** Of the payload; -1 if it, or the key that lies beside it, is not that of that number. */
    private static int number(
            @Nullable String inPayload, @Nullable String key, @Nullable String hash) {
        if (inPayload == null) {
            return -1;
        }
        int number = Integer.parseInt(inPayload);
        return Objects.equals(key, NumberedMessage.key(number).orElse(null))
                        && NumberedMessage.hash(number).equals(hash)
                ? number
                : -1;
    }

    /**
     * The messages that are neither delivered nor given up, as far as the servers know: whether
     * they have forgotten one is seen from {@link #messages}.
     */
    long pending() {
        return number("SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM under_way)");
    }

    /** Those of them that wait longer than a few seconds for their next attempt. */
    List<Api.Waiting> waitingForRetry() {
        return query(
                """
                SELECT id, replace(endpoint_id::text, '-', ''), direction FROM queue
                 WHERE status = 'pending_retry' AND node IS NULL AND due_at > '%s'::timestamptz + interval '5 s'
                """
                        .formatted(Instant.now()),
                row ->
                        new Api.Waiting(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3).equals("inbound")));
    }

    /** How many payloads lie in the cold storage, and are read there. */
    long cold() {
        return number("SELECT coalesce(sum(payloads), 0) FROM cold_segment WHERE state = 'live'");
    }

    /** How many of the messages that wait have their payloads there. */
    long coldAndQueued() {
        return number(
                """
                SELECT count(*)
                  FROM queue q
                  JOIN message m ON m.environment_id = q.environment_id AND m.id = q.id
                 WHERE m.cold_segment IS NOT NULL
                """);
    }

    /** Segments of cold payloads that are there, begun, or to be deleted. */
    long segments() {
        return number("SELECT count(*) FROM cold_segment");
    }

    /** The messages that are counted for billing. */
    long usage() {
        return number("SELECT coalesce(sum(message_count), 0) FROM usage_month");
    }

    /** Takes one finished message away, as a fault would. */
    void deleteOneFinished() {
        query(
                """
                DELETE FROM outcome
                 WHERE (environment_id, id) = (SELECT environment_id, id FROM outcome LIMIT 1)
                RETURNING id
                """,
                row -> row.getObject(1, UUID.class));
    }

    /** Nodes whose time is over and whose messages are not all in other hands yet. */
    long deadNodes() {
        return number("SELECT count(*) FROM node WHERE alive_until <= now()");
    }

    /** How many messages each node accepted of which nothing is left but those. */
    Map<UUID, Long> acceptedByFormerNodes() {
        Map<UUID, Long> accepted = new HashMap<>();
        query(
                """
                SELECT node, count(*)
                  FROM message
                 WHERE node IS NOT NULL AND node NOT IN (SELECT id FROM node)
                 GROUP BY node
                """,
                row -> accepted.put(row.getObject(1, UUID.class), row.getLong(2)));
        return accepted;
    }

    /**
     * Makes the partition of a day that is over, with messages of long ago, and drops it as
     * retention does: a lock is waited for so briefly that deliveries behind it do not notice, and
     * then again.
     */
    void makeAndDropOldDay() throws InterruptedException {
        addOldDay();
        long deadline = System.nanoTime() + LONGEST_DROP.toNanos();
        while (!dropOldDay()) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure("somebody holds the table of messages all the time");
            }
            Thread.sleep(50);
        }
    }

    private void addOldDay() {
        query(
                """
                SELECT make_partition('message', day, day::text, (day + 1)::text)
                  FROM (SELECT current_date - 3) AS old (day)
                """,
                _ -> true);
        query(
                """
                INSERT INTO message
                    (environment_id, id, endpoint_id, expires_on, size_bytes, created_at, payload_expires_at,
                     keep_payload, direction, content_type, payload_sha256, body)
                SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), current_date - 3, 2, now(), now(),
                       true, 'outbound', 'application/json', sha256(''), '{}'
                  FROM generate_series(1, 1000)
                RETURNING true
                """,
                _ -> true);
    }

    /** Whether it is gone; not if others hold a lock. */
    private boolean dropOldDay() {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = 200");
            statement.execute(
                    """
                    DO $$ BEGIN
                        EXECUTE 'DROP TABLE message_' || to_char(current_date - 3, 'YYYYMMDD');
                    END $$
                    """);
            return true;
        } catch (SQLException failure) {
            if (LOCKED.equals(failure.getSQLState())) {
                return false;
            }
            throw new BenchFailure("the old partition is not dropped: " + failure.getMessage());
        }
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
        try (PreparedStatement statement = connection().prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(read.of(rows));
            }
            return found;
        } catch (SQLException failure) {
            throw new BenchFailure("the database cannot be read: " + failure.getMessage());
        }
    }

    private Connection connection() throws SQLException {
        Connection kept = connection;
        if (kept != null && kept.isValid(SECONDS_TO_ANSWER)) {
            return kept;
        }
        close();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            try {
                Connection fresh = source.connect();
                connection = fresh;
                return fresh;
            } catch (SQLException notYet) {
                if (System.nanoTime() - deadline > 0) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        try (Connection kept = connection) {
            connection = null;
        } catch (SQLException failure) {
            throw new BenchFailure("the database is not left: " + failure.getMessage());
        }
    }
}
