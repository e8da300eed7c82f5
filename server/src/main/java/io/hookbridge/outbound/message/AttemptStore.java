package io.hookbridge.outbound.message;

import io.hookbridge.base.Json;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.ProjectId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** Reads of {@code attempt}. */
final class AttemptStore {

    private final Jdbi jdbi;

    AttemptStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The first attempts at a message, in their order; none if the project has no such message.
     *
     * @param bodyUrl where the response's body of the attempt with this number is fetched, or null
     */
    List<Attempt> list(
            ProjectId project, MessageId message, int most, IntFunction<@Nullable String> bodyUrl) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, attempt_no, started_at, url, response_status, latency_ms, processing_ms, error_text,
                                       decision, retry_type, retry_after_s, resolved_ip, dns_ms, tcp_connect_ms,
                                       tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused, request_headers,
                                       response_headers, response_body IS NOT NULL AS has_body, body_truncated
                                  FROM attempt
                                 WHERE project_id = :project
                                   AND message_id = :message
                                 ORDER BY attempt_no
                                 LIMIT :most
                                """)
                        .bind("project", project.value())
                        .bind("message", message.value())
                        .bind("most", most)
                        .map((row, _) -> attempt(row, bodyUrl))
                        .list());
    }

    /** The kept part of what the receiver answered to one attempt; empty if none was kept. */
    Optional<byte[]> responseBody(ProjectId project, MessageId message, int attemptNo) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT response_body
                                  FROM attempt
                                 WHERE project_id = :project
                                   AND message_id = :message
                                   AND attempt_no = :attemptNo
                                   AND response_body IS NOT NULL
                                """)
                        .bind("project", project.value())
                        .bind("message", message.value())
                        .bind("attemptNo", attemptNo)
                        .mapTo(byte[].class)
                        .findOne());
    }

    private static Attempt attempt(ResultSet row, IntFunction<@Nullable String> bodyUrl)
            throws SQLException {
        int attemptNo = row.getInt("attempt_no");
        String responseHeaders = row.getString("response_headers");
        boolean hasBody = row.getBoolean("has_body");
        return new Attempt(
                row.getObject("id", UUID.class),
                attemptNo,
                row.getTimestamp("started_at").toInstant(),
                row.getString("url"),
                number(row, "response_status"),
                row.getInt("latency_ms"),
                number(row, "processing_ms"),
                row.getString("error_text"),
                row.getString("decision"),
                row.getString("retry_type"),
                number(row, "retry_after_s"),
                row.getString("resolved_ip"),
                number(row, "dns_ms"),
                number(row, "tcp_connect_ms"),
                number(row, "tls_handshake_ms"),
                number(row, "ttfb_ms"),
                number(row, "transfer_ms"),
                row.getObject("conn_reused", Boolean.class),
                json(row.getString("request_headers")),
                responseHeaders == null ? null : json(responseHeaders),
                hasBody ? bodyUrl.apply(attemptNo) : null,
                hasBody ? row.getBoolean("body_truncated") : null);
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }
}
