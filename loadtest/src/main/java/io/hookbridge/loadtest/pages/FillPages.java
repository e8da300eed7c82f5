package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.FillDatabase;
import io.hookbridge.loadtest.rig.Rig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the messages of the past straight into the database, with payloads, attempts and counts:
 * delivered ones, one in a hundred given up after eight attempts, one in a hundred delivered with
 * the second, and a few that wait for another attempt.
 */
record FillPages(Rig rig, EmbeddedDatabase database) {

    /** How far back they go; payloads are kept longer. */
    static final int DAYS = 60;

    private static final int KEPT_DAYS = 90;

    private static final int CHUNK = 250_000;
    private static final int WAITING = 10_000;

    /** One message in so many is of the quiet project. */
    private static final int QUIET_SHARE = 500;

    /** The buckets of the server's histogram that the latencies here lie in, by their ends. */
    private static final String BUCKETS =
            "'{1,2,3,4,5,6,7,8,9,10,12,14,16,19,22,26,31,37,44,52,62,74}'::int[]";

    private static final int BUCKET_COUNT = 23;

    /** What the server would have made if it had run then: weeks of long ago, days to come. */
    private static final List<String> PARTITIONS =
            List.of(
                    """
                    SELECT make_partitions(week::date, week::date - 1)
                      FROM generate_series(current_date - %d, current_date, interval '7 days') AS week
                    """
                            .formatted(DAYS),
                    "SELECT make_partitions(current_date, current_date + %d)".formatted(KEPT_DAYS));

    /** Where messages go; the endpoints of the quiet project have turns below 0. */
    private static final String PLACES =
            """
            CREATE TEMP TABLE place AS
            SELECT environment_id, id AS endpoint_id,
                   CASE WHEN environment_id = '%s' THEN -turn ELSE turn - 1 END AS turn
              FROM (SELECT environment_id, id,
                           row_number() OVER (PARTITION BY environment_id = '%<s' ORDER BY id) AS turn
                      FROM endpoint) AS numbered
            """;

    private static final String FINISHED =
            """
            WITH size AS (
                SELECT count(*) FILTER (WHERE turn >= 0) AS busy, count(*) FILTER (WHERE turn < 0) AS quiet FROM place
            ), numbered AS (
                SELECT n, hashint8(n) & 1073741823 AS turn, hashint8(-1 - n) & 1073741823 AS fate,
                       uuidv7(make_interval(secs => -86400.0 * %1$d * (1 - n::float8 / %5$d))) AS id
                  FROM generate_series(%6$d, %7$d) AS n
            ), made AS MATERIALIZED (
                SELECT m.id, uuid_extract_timestamp(m.id) AS at, p.environment_id, p.endpoint_id,
                       CASE m.fate %% 100 WHEN 7 THEN 8 WHEN 57 THEN 2 ELSE 1 END AS attempts,
                       m.fate %% 100 = 7 AS dead, 4 + m.fate %% 50 AS latency
                  FROM numbered m
                 CROSS JOIN size
                  JOIN place p ON p.turn = CASE WHEN m.n %% %2$d = 250 THEN -1 - m.turn %% size.quiet
                                                ELSE m.turn %% size.busy END
            ), stored AS (
                INSERT INTO message
                    (environment_id, id, endpoint_id, node, expires_on, size_bytes, created_at, payload_expires_at,
                     keep_payload, direction, content_type, payload_sha256, body)
                SELECT environment_id, id, endpoint_id, '01935abc-0000-7000-8000-000000000000',
                       ((at + interval '90 days') AT TIME ZONE 'UTC')::date, 1024, at, at + interval '90 days', true,
                       'outbound', 'application/json', sha256(uuid_send(id)),
                       convert_to(rpad('{"order":"' || id || '","text":"', 1022, 'payload of a webhook ') || '"}', 'UTF8')
                  FROM made
            ), tried AS (
                INSERT INTO attempt
                    (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url, response_status,
                     latency_ms, processing_ms, error_text, decision, retry_type, resolved_ip, ttfb_ms, transfer_ms,
                     conn_reused, user_agent, signature, response_headers)
                SELECT environment_id, id, no, gen_random_uuid(), endpoint_id, at + no * interval '30 s',
                       'http://127.0.0.1:9/hook', 500, latency, 1, 'HTTP 500', 'again', 'fast', '127.0.0.1', latency, 0,
                       true, %3$s, %4$s
                  FROM made, generate_series(1, attempts - 1) AS no
            )
            INSERT INTO outcome
                (environment_id, id, endpoint_id, attempt_id, created_at, finished_at, payload_expires_at,
                 first_attempt_at, attempt_started_at, fence, attempt_count, replay_count, size_bytes, processing_ms,
                 response_status, response_latency_ms, ttfb_ms, transfer_ms, conn_reused, body_truncated, keep_payload,
                 status, direction, content_type, payload_sha256, decision, url, resolved_ip, user_agent, signature,
                 response_headers, last_error)
            SELECT environment_id, id, endpoint_id, gen_random_uuid(), at, at + attempts * interval '30 s',
                   at + interval '90 days', at + interval '3 ms', at + (attempts - 1) * interval '30 s', attempts - 1,
                   attempts, 0, 1024, 1, CASE WHEN dead THEN 500 ELSE 200 END, latency, latency, 0, true, false, true,
                   CASE WHEN dead THEN 'failed_permanent' ELSE 'succeeded' END, 'outbound', 'application/json',
                   sha256(uuid_send(id)), CASE WHEN dead THEN 'attempts' ELSE 'done' END, 'http://127.0.0.1:9/hook',
                   '127.0.0.1', %3$s, %4$s, CASE WHEN dead THEN 'HTTP 500' END
              FROM made
            """;

    /** Of the columns user_agent and signature. */
    private static final String REQUEST_HEADERS =
            "'HookBridge', 'h'::bytea || sha256(uuid_send(id))";

    private static final String RESPONSE_HEADERS = "'{\"Content-Length\":\"0\"}'";

    private static final String WAITING_MESSAGES =
            """
            WITH made AS MATERIALIZED (
                SELECT m.id, uuid_extract_timestamp(m.id) AS at, p.environment_id, p.endpoint_id
                  FROM (SELECT n, uuidv7(make_interval(secs => -n)) AS id FROM generate_series(1, %d) AS n) AS m
                  JOIN place p ON p.turn = m.n %% (SELECT count(*) FROM place WHERE turn >= 0)
            ), stored AS (
                INSERT INTO message
                    (environment_id, id, endpoint_id, expires_on, size_bytes, created_at, payload_expires_at,
                     keep_payload, direction, content_type, payload_sha256, body)
                SELECT environment_id, id, endpoint_id, ((at + interval '90 days') AT TIME ZONE 'UTC')::date, 2, at,
                       at + interval '90 days', true, 'outbound', 'application/json', sha256('{}'), '{}'
                  FROM made
            )
            INSERT INTO queue
                (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, fence, attempt_count,
                 direction, content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload,
                 first_attempt_at, processing_ms, response_status, response_latency_ms, last_error, retry_type)
            SELECT environment_id, id, endpoint_id, at, at, 'pending_retry', now() + interval '1 day', 1, 1, 'outbound',
                   'application/json', 2, sha256('{}'), at + interval '90 days', true, at, 1, 500, 20, 'HTTP 500', 'slow'
              FROM made
            """;

    /** Of every endpoint and, under the nil UUID, of all of an environment together. */
    private static final String COUNTS =
            """
            WITH part AS MATERIALIZED (
                SELECT environment_id, endpoint_id, date_bin('%2$s', created_at, 'epoch') AS bucket,
                       width_bucket(response_latency_ms, %4$s) AS latency_bucket,
                       count(*) AS accepted, count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
                       sum(attempt_count) AS attempts, sum(attempt_count * response_latency_ms) AS latency_ms
                  FROM outcome
                 WHERE created_at > now() - interval '%3$s'
                 GROUP BY 1, 2, 3, 4
            )
            INSERT INTO %1$s
                (environment_id, endpoint_id, bucket, accepted, succeeded, failed, deleted, retrying, fetched, retries,
                 answered_2xx, answered_3xx, answered_4xx, answered_5xx, unanswered, latency_ms, delivery_ms, latencies)
            SELECT environment_id, coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000'), bucket,
                   sum(accepted), sum(succeeded), sum(accepted - succeeded), 0, 0, 0, sum(attempts - accepted),
                   sum(succeeded), 0, 0, sum(attempts - succeeded), 0, sum(latency_ms), sum(latency_ms), ARRAY[%5$s]::bigint[]
              FROM part
             GROUP BY GROUPING SETS ((environment_id, endpoint_id, bucket), (environment_id, bucket))
            """;

    private static final String LEDGER =
            """
            INSERT INTO ledger (environment_id, accepted, succeeded, failed, deleted)
            SELECT environment_id, count(*), count(*) FILTER (WHERE status = 'succeeded'),
                   count(*) FILTER (WHERE status = 'failed_permanent'), 0
              FROM (SELECT environment_id, status FROM outcome
                     UNION ALL
                    SELECT environment_id, status FROM queue) AS message
             GROUP BY environment_id
            """;

    /** As if so many messages had been accepted together each time. */
    private static final String SEARCH_TASKS =
            """
            INSERT INTO search_task (environment_id, id, expires_on)
            SELECT array_agg(environment_id), array_agg(id), array_agg(expires_on)
              FROM (SELECT environment_id, id, expires_on, row_number() OVER (ORDER BY id) / 256 AS batch
                      FROM message
                     WHERE created_at > now() - interval '%d days') AS accepted
             GROUP BY batch
            """;

    private static final String SAMPLE =
            """
            SELECT m.id
              FROM generate_series(1, %2$d) AS day,
                   LATERAL (SELECT id
                              FROM outcome
                             WHERE environment_id = '%1$s' AND id >= first_uuid7(current_date - day)
                             ORDER BY id LIMIT 1) AS m
            """;

    /**
     * To all endpoints that there are.
     *
     * @param count of finished messages
     * @param searchDays of so many days the payloads are to be indexed; 0 for none
     */
    void run(Project quiet, int count, int searchDays) throws InterruptedException, SQLException {
        List<String> rows = new ArrayList<>();
        for (int from = 0; from < count; from += CHUNK) {
            int to = Math.min(count, from + CHUNK) - 1;
            rows.add(
                    FINISHED.formatted(
                            DAYS, QUIET_SHARE, REQUEST_HEADERS, RESPONSE_HEADERS, count, from, to));
        }
        rows.add(WAITING_MESSAGES.formatted(Math.min(WAITING, count)));
        FillDatabase fill = new FillDatabase(rig, () -> connect(quiet));
        try (Connection connection = connect(quiet)) {
            for (String partitions : PARTITIONS) {
                FillDatabase.execute(connection, partitions);
            }
            fill.run("rows", rows);
            fill.run(
                    "counts",
                    List.of(
                            counts("message_count_minute", "1 minute", "2 days"),
                            counts("message_count_hour", "1 hour", DAYS + " days"),
                            LEDGER));
            if (searchDays > 0) {
                fill.run("tasks of the search", List.of(SEARCH_TASKS.formatted(searchDays)));
            }
            fill.finish();
        }
    }

    private Connection connect(Project quiet) throws SQLException {
        Connection connection = FillDatabase.connect(database);
        FillDatabase.execute(connection, PLACES.formatted(quiet.environment()));
        FillDatabase.execute(connection, "ANALYZE place");
        return connection;
    }

    private static String counts(String table, String width, String back) {
        String latencies =
                IntStream.range(0, BUCKET_COUNT)
                        .mapToObj(
                                "coalesce(sum(attempts) FILTER (WHERE latency_bucket = %d), 0)"
                                        ::formatted)
                        .collect(Collectors.joining(", "));
        return COUNTS.formatted(table, width, back, BUCKETS, latencies);
    }

    /** A message of each day of a project, as the API names it. */
    List<String> sample(Project project) throws SQLException {
        try (Connection connection = database.connect()) {
            return FillDatabase.texts(
                    connection, SAMPLE.formatted(project.environment(), DAYS - 1));
        }
    }
}
