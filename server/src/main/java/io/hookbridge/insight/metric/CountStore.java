package io.hookbridge.insight.metric;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sums counts of a window, those that are not folded yet among them. */
final class CountStore {

    /** Stands for all endpoints of an environment together. */
    private static final UUID ALL = new UUID(0, 0);

    private static final String SUMS =
            """
            coalesce(sum(accepted), 0) AS accepted, coalesce(sum(succeeded), 0) AS succeeded,
            coalesce(sum(failed), 0) AS failed, coalesce(sum(retrying), 0) AS retrying,
            coalesce(sum(retries), 0) AS retries,
            coalesce(round(sum(latency_ms)::numeric / nullif(sum(answered), 0)), 0) AS average_latency_ms
            """;

    private final Jdbi jdbi;

    CountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Of the whole window.
     *
     * @param endpoint null for all of the environment
     */
    Counts total(
            EnvironmentId environment, @Nullable EndpointId endpoint, Window window, Instant now) {
        return jdbi.withHandle(handle ->
                query(handle, "SELECT " + SUMS, "", environment, endpoint, window, now)
                        .map((row, _) -> counts(row))
                        .one());
    }

    /**
     * Of each bucket of the window by its beginning, without those that are empty.
     *
     * @param endpoint null for all of the environment
     */
    Map<Instant, Counts> buckets(
            EnvironmentId environment, @Nullable EndpointId endpoint, Window window, Instant now) {
        String select =
                "SELECT date_bin(make_interval(secs => :length), bucket, 'epoch') AS start, "
                        + SUMS;
        return jdbi.withHandle(handle ->
                query(handle, select, " GROUP BY start", environment, endpoint, window, now)
                        .bind("length", (double) window.bucket().toSeconds())
                        .map((row, _) ->
                                Map.entry(row.getTimestamp("start").toInstant(), counts(row)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Query query(
            Handle handle,
            String select,
            String grouped,
            EnvironmentId environment,
            @Nullable EndpointId endpoint,
            Window window,
            Instant now) {
        return handle.createQuery(
                        select + " FROM (" + rows(endpoint, window) + ") AS rows" + grouped)
                .bind("environment", environment.value())
                .bind("sumsOf", endpoint == null ? ALL : endpoint.value())
                .bind("start", window.start(now))
                .bind("end", window.end(now));
    }

    private static String rows(@Nullable EndpointId endpoint, Window window) {
        return """
        SELECT bucket, accepted, succeeded, failed, retrying, retries, answered, latency_ms
          FROM %s
         WHERE environment_id = :environment
           AND endpoint_id = :sumsOf
           %s
           AND bucket >= :start
           AND bucket < :end
         UNION ALL
        SELECT minute, accepted, succeeded, failed, retrying, retries, answered, latency_ms
          FROM message_count_change
         WHERE environment_id = :environment
           %s
           AND minute >= :start
           AND minute < :end
        """
                .formatted(
                        window.ofHours() ? "message_count_hour" : "message_count_minute",
                        // Nobody who asks for an endpoint means the id that stands for all of them.
                        endpoint == null ? "" : "AND endpoint_id <> '" + ALL + "'",
                        endpoint == null ? "" : "AND endpoint_id = :sumsOf");
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getLong("accepted"),
                row.getLong("succeeded"),
                row.getLong("failed"),
                row.getLong("retrying"),
                row.getLong("retries"),
                row.getLong("average_latency_ms"));
    }
}
