package io.hookbridge.insight.health;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.message.LatencyHistogram;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what is known of deliveries to endpoints, several endpoints with one statement. */
final class HealthStore {

    /** Of what is due last, which has failed before if anything has. */
    private static final int LOOKED_AT = 100;

    private final Jdbi jdbi;

    HealthStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record OfEndpoint(UUID endpoint, EndpointDay.Hour hour) {}

    Map<UUID, List<EndpointDay.Hour>> hours(
            EnvironmentId environment, Collection<EndpointId> endpoints, Instant from) {
        return jdbi.withHandle(handle ->
                handle
                        .createQuery(
                                """
                                SELECT e.id, c.*
                                  FROM unnest(:endpoints::uuid[]) AS e (id),
                                       LATERAL (SELECT bucket, accepted, failed, answered_2xx,
                                                       answered_2xx + answered_3xx + answered_4xx + answered_5xx + unanswered
                                                       AS attempts
                                                  FROM message_count_hour
                                                 WHERE environment_id = :environment
                                                   AND endpoint_id = e.id
                                                   AND bucket >= :from) AS c
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoints", uuids(endpoints))
                        .bind("from", from)
                        .map((row, _) -> new OfEndpoint(row.getObject("id", UUID.class), hour(row)))
                        .list()
                        .stream()
                        .collect(
                                groupingBy(
                                        OfEndpoint::endpoint,
                                        mapping(OfEndpoint::hour, toList()))));
    }

    private static EndpointDay.Hour hour(ResultSet row) throws SQLException {
        return new EndpointDay.Hour(
                row.getTimestamp("bucket").toInstant(),
                row.getLong("accepted"),
                row.getLong("failed"),
                row.getLong("attempts"),
                row.getLong("answered_2xx"));
    }

    Map<EndpointId, Integer> percentiles(
            EnvironmentId environment,
            Collection<EndpointId> endpoints,
            Instant from,
            int percent) {
        Map<EndpointId, long[]> sums = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT e.id, c.latencies
                                  FROM unnest(:endpoints::uuid[]) AS e (id),
                                       LATERAL (SELECT latencies
                                                  FROM message_count_hour
                                                 WHERE environment_id = :environment
                                                   AND endpoint_id = e.id
                                                   AND bucket >= :from
                                                   AND latencies <> '{}') AS c
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoints", uuids(endpoints))
                        .bind("from", from)
                        .map((row, _) -> {
                            EndpointId id = new EndpointId(row.getObject("id", UUID.class));
                            Integer[] added = (Integer[]) row.getArray("latencies").getArray();
                            add(
                                    sums.computeIfAbsent(
                                            id, _ -> new long[LatencyHistogram.BUCKETS]),
                                    added);
                            return id;
                        })
                        .list());
        Map<EndpointId, Integer> percentiles = new HashMap<>();
        sums.forEach((endpoint, latencies) ->
                percentiles.put(endpoint, LatencyHistogram.percentile(latencies, percent)));
        return percentiles;
    }

    private static void add(long[] sums, Integer[] added) {
        for (int bucket = 0; bucket < added.length; bucket++) {
            sums[bucket] += added[bucket];
        }
    }

    Map<EndpointId, Integer> waiting(
            EnvironmentId environment, Collection<EndpointId> endpoints, int most) {
        Map<EndpointId, Integer> waiting = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT e.id,
                                       (SELECT count(*)
                                          FROM (SELECT FROM queue
                                                 WHERE endpoint_id = e.id
                                                   AND environment_id = :environment
                                                   AND node IS NULL
                                                 LIMIT :most) AS counted) AS waiting
                                  FROM unnest(:endpoints::uuid[]) AS e (id)
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoints", uuids(endpoints))
                        .bind("most", most)
                        .map((row, _) ->
                                Map.entry(
                                        new EndpointId(row.getObject("id", UUID.class)),
                                        row.getInt("waiting")))
                        .forEach(entry -> waiting.put(entry.getKey(), entry.getValue())));
        return waiting;
    }

    Optional<Trouble> waitingFailure(EnvironmentId environment, EndpointId endpoint) {
        return trouble(
                """
                SELECT response_status, last_error, updated_at AS at
                  FROM (SELECT response_status, last_error, updated_at
                          FROM queue
                         WHERE endpoint_id = :endpoint
                           AND environment_id = :environment
                           AND node IS NULL
                         ORDER BY due_at DESC
                         LIMIT %d) AS last_due
                 WHERE last_error IS NOT NULL
                 ORDER BY updated_at DESC
                 LIMIT 1
                """
                        .formatted(LOOKED_AT),
                environment,
                endpoint);
    }

    Optional<Trouble> lastGivenUp(EnvironmentId environment, EndpointId endpoint) {
        return trouble(
                """
                SELECT response_status, last_error, finished_at AS at
                  FROM outcome
                 WHERE endpoint_id = :endpoint
                   AND environment_id = :environment
                   AND status = 'failed_permanent'
                 ORDER BY id DESC
                 LIMIT 1
                """,
                environment,
                endpoint);
    }

    private Optional<Trouble> trouble(
            String statement, EnvironmentId environment, EndpointId endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(statement)
                        .bind("environment", environment.value())
                        .bind("endpoint", endpoint.value())
                        .map((row, _) -> trouble(row))
                        .findOne());
    }

    private static Trouble trouble(ResultSet row) throws SQLException {
        String error = row.getString("last_error");
        return new Trouble(
                row.getObject("response_status", Integer.class),
                error == null ? "It was given up." : error,
                row.getTimestamp("at").toInstant());
    }

    private static UUID[] uuids(Collection<EndpointId> endpoints) {
        return endpoints.stream().map(EndpointId::value).toArray(UUID[]::new);
    }
}
