package io.hookbridge.message;

import io.hookbridge.message.explanation.Explanation;
import io.hookbridge.message.explanation.Failed;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** Reads of attempts and of what was answered to them. */
final class AttemptStore {

    private final Jdbi jdbi;
    private final KeptHeaders.Reader requestHeaders;

    AttemptStore(Jdbi jdbi, KeptHeaders.Reader requestHeaders) {
        this.jdbi = jdbi;
        this.requestHeaders = requestHeaders;
    }

    /**
     * Attempts at a message in their order, those after the one with the number {@code after}.
     *
     * @param bodyUrl where the response's body of the attempt with this number is fetched, or null
     */
    List<AttemptView> list(
            Message message, int after, int most, IntFunction<@Nullable String> bodyUrl) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT a.id, a.attempt_no, started_at, url, response_status, latency_ms, processing_ms, error_text,
                                       decision, retry_type, retry_after_s, resolved_ip, lost_connection_ms, dns_ms,
                                       tcp_connect_ms, tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused, user_agent,
                                       signature, added_headers, response_headers, b.attempt_no IS NOT NULL AS has_body, body_truncated
                                  FROM attempt_view a
                                  LEFT JOIN response_body b ON b.environment_id = a.environment_id
                                                           AND b.message_id = a.message_id
                                                           AND b.attempt_no = a.attempt_no
                                                           AND b.expires_on = :day
                                 WHERE a.environment_id = :environment
                                   AND a.message_id = :message
                                   AND a.attempt_no > :after
                                 ORDER BY a.attempt_no
                                 LIMIT :most
                                """)
                        .bind("environment", message.environment().value())
                        .bind("message", message.id().value())
                        .bind("day", message.payloadDay())
                        .bind("after", after)
                        .bind("most", most)
                        .map((row, _) -> attempt(message, row, bodyUrl))
                        .list());
    }

    /** The kept part of what the receiver answered to one attempt; empty if none was kept. */
    Optional<byte[]> responseBody(Message message, int attemptNo) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT body
                                  FROM response_body
                                 WHERE environment_id = :environment
                                   AND message_id = :message
                                   AND attempt_no = :attemptNo
                                   AND expires_on = :day
                                """)
                        .bind("environment", message.environment().value())
                        .bind("message", message.id().value())
                        .bind("attemptNo", attemptNo)
                        .bind("day", message.payloadDay())
                        .mapTo(byte[].class)
                        .findOne());
    }

    private AttemptView attempt(
            Message message, ResultSet row, IntFunction<@Nullable String> bodyUrl)
            throws SQLException {
        int attemptNo = row.getInt("attempt_no");
        Instant startedAt = row.getTimestamp("started_at").toInstant();
        boolean hasBody = row.getBoolean("has_body");
        return new AttemptView(
                row.getObject("id", UUID.class),
                attemptNo,
                startedAt,
                row.getString("url"),
                number(row, "response_status"),
                row.getInt("latency_ms"),
                number(row, "processing_ms"),
                row.getString("error_text"),
                explanation(row),
                row.getString("decision"),
                row.getString("retry_type"),
                number(row, "retry_after_s"),
                row.getString("resolved_ip"),
                number(row, "lost_connection_ms"),
                number(row, "dns_ms"),
                number(row, "tcp_connect_ms"),
                number(row, "tls_handshake_ms"),
                number(row, "ttfb_ms"),
                number(row, "transfer_ms"),
                row.getObject("conn_reused", Boolean.class),
                requestHeaders(message, attemptNo, startedAt, row),
                row.getString("response_headers"),
                hasBody ? bodyUrl.apply(attemptNo) : null,
                hasBody ? row.getBoolean("body_truncated") : null);
    }

    private static @Nullable Explanation explanation(ResultSet row) throws SQLException {
        String error = row.getString("error_text");
        if (error == null) {
            return null;
        }
        boolean connected = row.getBoolean("conn_reused") || number(row, "tcp_connect_ms") != null;
        return Explanation.of(
                new Failed(
                        number(row, "response_status"),
                        error,
                        connected,
                        number(row, "ttfb_ms") != null),
                row.getString("decision"));
    }

    private Map<String, String> requestHeaders(
            Message message, int attemptNo, Instant startedAt, ResultSet row) throws SQLException {
        String userAgent = row.getString("user_agent");
        if (userAgent == null) {
            return Map.of();
        }
        return requestHeaders.headers(
                message,
                attemptNo,
                startedAt,
                new KeptHeaders(
                        userAgent, row.getBytes("signature"), row.getString("added_headers")));
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }
}
