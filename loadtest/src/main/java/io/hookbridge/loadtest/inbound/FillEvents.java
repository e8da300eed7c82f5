package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.rig.FillDatabase;
import io.hookbridge.loadtest.rig.Rig;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the events of the past straight into the database, without payloads: nine in ten are
 * acknowledged, of the others every second one was fetched; of {@link #TYPES} types, half of all of
 * the first, and now and then one that is rare. Every five-hundredth is of the quiet endpoint.
 */
record FillEvents(Rig rig, EmbeddedDatabase database) {

    /** How far back they go; they are kept longer. */
    static final int DAYS = 60;

    static final int TYPES = 20;

    /** One event in so many has the rare type. */
    static final int RARE = 100_000;

    private static final int CHUNK = 250_000;

    /** What the server would have made if it had run then. */
    private static final String PARTITIONS =
            """
            SELECT make_partitions(week::date, week::date - 1)
              FROM generate_series(current_date - %d, current_date, interval '7 days') AS week
            """
                    .formatted(DAYS);

    private static final String EVENTS =
            """
            WITH made AS MATERIALIZED (
                SELECT n, hashint8(n) & 1073741823 AS fate, hashint8(-1 - n) & 1073741823 AS kind,
                       uuidv7(make_interval(secs => -86400.0 * %1$d * (1 - n::float8 / %2$d))) AS id
                  FROM generate_series(%3$d, %4$d) AS n
            ), event AS (
                SELECT n, id, kind,
                       CASE WHEN fate %% 20 = 0 THEN 'stored' WHEN fate %% 20 = 1 THEN 'fetched' ELSE 'delivered' END AS status,
                       -- No two of an endpoint at the same time.
                       uuid_extract_timestamp(id) + n %% 1000 * interval '1 microsecond' AS received_at
                  FROM made
            )
            INSERT INTO pull_event
                (environment_id, id, endpoint_id, status, event_type, content_type, size_bytes, received_at,
                 processing_ms, payload_expires_at, fetched_at, delivered_at)
            SELECT e.environment_id, event.id, e.id, event.status,
                   CASE WHEN n %% %5$d = 7 THEN 'rare' WHEN kind %% 2 = 0 THEN 'type.0'
                        ELSE 'type.' || kind / 2 %% %6$d END,
                   'application/json', 1024, received_at, 1, received_at + interval '90 days',
                   CASE WHEN event.status <> 'stored' THEN received_at + interval '1 s' END,
                   CASE WHEN event.status = 'delivered' THEN received_at + interval '2 s' END
              FROM event
              JOIN endpoint e ON e.id = CASE WHEN n %% 500 = 250 THEN '%7$s'::uuid ELSE '%8$s'::uuid END
            """;

    private static final String CLOCKS =
            """
            INSERT INTO pull_clock (environment_id, endpoint_id, last_received_at, longest_kept)
            SELECT environment_id, endpoint_id, max(received_at), interval '90 days'
              FROM pull_event
             GROUP BY environment_id, endpoint_id
            """;

    /**
     * @param count of events
     */
    void run(Source busy, Source quiet, int count) throws InterruptedException, SQLException {
        FillDatabase fill = new FillDatabase(rig, () -> FillDatabase.connect(database));
        try (Connection connection = FillDatabase.connect(database)) {
            FillDatabase.execute(connection, PARTITIONS);
        }
        List<String> rows = new ArrayList<>();
        for (int from = 0; from < count; from += CHUNK) {
            int to = Math.min(count, from + CHUNK) - 1;
            rows.add(EVENTS.formatted(DAYS, count, from, to, RARE, TYPES, quiet.id(), busy.id()));
        }
        fill.run("events", rows);
        fill.run("clocks", List.of(CLOCKS));
        fill.finish();
    }
}
