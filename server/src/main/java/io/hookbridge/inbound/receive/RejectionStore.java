package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

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

    /**
     * Which ones are wanted; null for no limit.
     *
     * @param before only those older than this one
     */
    record Filter(
            EnvironmentId environment,
            @Nullable InboundEndpointId endpoint,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable UUID before) {}

    /** The youngest first. */
    List<Rejection> list(Filter filter, int most) {
        InboundEndpointId endpoint = filter.endpoint();
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT environment_id, id, endpoint_id, reason_code, reason_detail, received_at,
                                       source_address, headers_redacted, requests
                                  FROM inbound_rejection
                                 WHERE environment_id = :environment
                                   AND (:endpoint::uuid IS NULL OR endpoint_id = :endpoint::uuid)
                                   AND (:from::timestamptz IS NULL OR received_at >= :from::timestamptz)
                                   AND (:until::timestamptz IS NULL OR received_at < :until::timestamptz)
                                   AND (:before::uuid IS NULL OR id < :before::uuid)
                                 ORDER BY id DESC
                                 LIMIT :most
                                """)
                        .bind("environment", filter.environment().value())
                        .bind("endpoint", endpoint == null ? null : endpoint.value())
                        .bind("from", filter.from())
                        .bind("until", filter.until())
                        .bind("before", filter.before())
                        .bind("most", most)
                        .map((row, _) -> rejection(row))
                        .list());
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
