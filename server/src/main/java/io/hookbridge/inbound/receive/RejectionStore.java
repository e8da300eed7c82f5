package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statements on {@code inbound_rejection}. */
final class RejectionStore {

    private final Jdbi jdbi;

    RejectionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * All or none. Those that are there already stay as they are: whoever does not know whether it
     * was committed writes it once more.
     */
    void insert(List<Rejection> rejections) {
        jdbi.useTransaction(handle -> {
            PreparedBatch rows =
                    handle.prepareBatch(
                            """
                            INSERT INTO inbound_rejection
                                (environment_id, id, endpoint_id, reason_code, reason_detail, received_at, source_address,
                                 headers_redacted, requests)
                            VALUES
                                (:environment, :id, :endpoint, :reason, :detail, :receivedAt, :source,
                                 :headers, :requests)
                            ON CONFLICT (environment_id, id) DO NOTHING
                            """);
            for (Rejection rejection : rejections) {
                rows.bind("environment", rejection.environment().value())
                        .bind("id", rejection.id())
                        .bind("endpoint", rejection.endpoint().value())
                        .bind("reason", rejection.reason().word())
                        .bind("detail", rejection.detail())
                        .bind("receivedAt", rejection.receivedAt())
                        .bind("source", rejection.source())
                        .bind("headers", rejection.headers())
                        .bind("requests", rejection.requests())
                        .add();
            }
            var _ = rows.execute();
        });
    }

    /** The youngest first. */
    List<Rejection> list(RejectionFilter filter, int most) {
        return jdbi.withHandle(handle -> {
            Query query =
                    handle.createQuery(
                                    """
                                    SELECT environment_id, id, endpoint_id, reason_code, reason_detail, received_at,
                                           source_address, headers_redacted, requests
                                      FROM inbound_rejection
                                     WHERE environment_id = :environment%s
                                     ORDER BY id DESC
                                     LIMIT :most
                                    """
                                            .formatted(conditions(filter)))
                            .bind("environment", filter.environment().value())
                            .bind("most", most);
            if (filter.endpoint() != null) {
                query.bind("endpoint", filter.endpoint().value());
            }
            if (filter.from() != null) {
                query.bind("from", filter.from());
            }
            if (filter.until() != null) {
                query.bind("until", filter.until());
            }
            if (filter.before() != null) {
                query.bind("before", filter.before());
            }
            return query.map((row, _) -> rejection(row)).list();
        });
    }

    /** The youngest of each of these endpoints that stands for something that was refused. */
    Map<InboundEndpointId, Rejection> latest(
            EnvironmentId environment, Collection<InboundEndpointId> endpoints) {
        return jdbi
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT r.*
                                          FROM unnest(:endpoints::uuid[]) AS e (id),
                                               LATERAL (SELECT environment_id, id, endpoint_id, reason_code, reason_detail,
                                                               received_at, source_address, headers_redacted, requests
                                                          FROM inbound_rejection
                                                         WHERE environment_id = :environment
                                                           AND endpoint_id = e.id
                                                           AND reason_code = ANY(:refusals)
                                                         ORDER BY id DESC
                                                         LIMIT 1) AS r
                                        """)
                                .bind("environment", environment.value())
                                .bind(
                                        "endpoints",
                                        endpoints.stream()
                                                .map(InboundEndpointId::value)
                                                .toArray(UUID[]::new))
                                .bind(
                                        "refusals",
                                        Stream.of(RejectionReason.values())
                                                .filter(RejectionReason::isRefusal)
                                                .map(RejectionReason::word)
                                                .toArray(String[]::new))
                                .map((row, _) -> rejection(row))
                                .list())
                .stream()
                .collect(Collectors.toMap(Rejection::endpoint, Function.identity()));
    }

    /** Only those that there are, so that an index leads to the rows and not past others. */
    private static String conditions(RejectionFilter filter) {
        return (filter.endpoint() == null ? "" : "\n   AND endpoint_id = :endpoint")
                + (filter.from() == null ? "" : "\n   AND received_at >= :from")
                + (filter.until() == null ? "" : "\n   AND received_at < :until")
                + (filter.before() == null ? "" : "\n   AND id < :before");
    }

    private static Rejection rejection(ResultSet row) throws SQLException {
        return new Rejection(
                row.getObject("id", UUID.class),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new InboundEndpointId(row.getObject("endpoint_id", UUID.class)),
                RejectionReason.valueOf(row.getString("reason_code").toUpperCase(Locale.ROOT)),
                row.getString("reason_detail"),
                row.getTimestamp("received_at").toInstant(),
                row.getString("source_address"),
                row.getString("headers_redacted"),
                row.getInt("requests"));
    }
}
