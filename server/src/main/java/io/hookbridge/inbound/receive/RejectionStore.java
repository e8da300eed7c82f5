package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.db.CopyRows;

import org.jdbi.v3.core.Jdbi;
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

    void insert(List<Rejection> rejections) {
        CopyRows rows =
                new CopyRows(
                        "inbound_rejection",
                        "environment_id",
                        "id",
                        "endpoint_id",
                        "reason_code",
                        "reason_detail",
                        "received_at",
                        "source_address",
                        "headers_redacted",
                        "requests");
        for (Rejection rejection : rejections) {
            rows.row()
                    .uuid(rejection.environment().value())
                    .uuid(rejection.id())
                    .uuid(rejection.endpoint().value())
                    .text(rejection.reason().word())
                    .text(rejection.detail())
                    .time(rejection.receivedAt())
                    .text(rejection.source())
                    .text(rejection.headers())
                    .number(rejection.requests());
        }
        jdbi.useTransaction(rows::write);
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
