package io.hookbridge.message;

import io.hookbridge.db.CopyRows;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What ended messages that were in a node's hands, the attempts at them, and the answers. */
final class OutcomeRows {

    private final CopyRows outcomes =
            new CopyRows(
                    "outcome",
                    "environment_id",
                    "id",
                    "endpoint_id",
                    "attempt_id",
                    "created_at",
                    "finished_at",
                    "payload_expires_at",
                    "first_attempt_at",
                    "attempt_started_at",
                    "fence",
                    "attempt_count",
                    "replay_count",
                    "size_bytes",
                    "processing_ms",
                    "response_status",
                    "response_latency_ms",
                    "lost_connection_ms",
                    "dns_ms",
                    "tcp_connect_ms",
                    "tls_handshake_ms",
                    "ttfb_ms",
                    "transfer_ms",
                    "conn_reused",
                    "body_truncated",
                    "keep_payload",
                    "status",
                    "direction",
                    "content_type",
                    "payload_sha256",
                    "decision",
                    "url",
                    "resolved_ip",
                    "user_agent",
                    "signature",
                    "added_headers",
                    "response_headers",
                    "last_error",
                    "idempotency_key",
                    "deleted_at",
                    "deleted_by_kind",
                    "deleted_by_id");

    private final CopyRows attempts =
            new CopyRows(
                    "attempt",
                    "environment_id",
                    "message_id",
                    "attempt_no",
                    "id",
                    "endpoint_id",
                    "started_at",
                    "url",
                    "response_status",
                    "latency_ms",
                    "processing_ms",
                    "error_text",
                    "decision",
                    "retry_type",
                    "retry_after_s",
                    "resolved_ip",
                    "lost_connection_ms",
                    "dns_ms",
                    "tcp_connect_ms",
                    "tls_handshake_ms",
                    "ttfb_ms",
                    "transfer_ms",
                    "conn_reused",
                    "user_agent",
                    "signature",
                    "added_headers",
                    "response_headers",
                    "body_truncated");

    private final CopyRows answers =
            new CopyRows(
                    "response_body",
                    "environment_id",
                    "message_id",
                    "attempt_no",
                    "expires_on",
                    "body");

    /**
     * Adds an attempt that ended its message.
     *
     * @param deletion of the message; null for none
     */
    void end(Attempt attempt, Message.@Nullable Deletion deletion) {
        HeldMessage message = attempt.message();
        Phases phases = attempt.posted().phases();
        Instant first = message.firstAttemptAt();
        outcomes.row()
                .uuid(message.environment().value())
                .uuid(message.id().value())
                .uuid(message.target().value())
                .uuid(attempt.id())
                .time(message.createdAt())
                .time(attempt.endedAt())
                .time(message.payloadExpiresAt())
                .time(first == null ? attempt.startedAt() : first)
                .time(attempt.startedAt())
                .number(message.fence())
                .number(message.nextAttempt())
                .number(message.replays())
                .number(message.sizeBytes())
                .number(attempt.processingMs())
                .number(attempt.responseStatus())
                .number(attempt.latencyMs());
        times(outcomes, phases)
                .flag(phases.reused())
                .flag(isCut(attempt))
                .flag(message.keepPayload())
                .text(attempt.status().word())
                .text(message.direction().word())
                .text(message.contentType())
                .bytes(message.sha256())
                .text(decision(attempt.decision()))
                .text(attempt.url())
                .text(phases.resolvedIp());
        headers(outcomes, attempt)
                .text(attempt.error())
                .text(message.idempotencyKey())
                .time(deletion == null ? null : deletion.at())
                .text(deletion == null ? null : deletion.byKind())
                .text(deletion == null ? null : deletion.byId());
        boolean keeps = message.keepPayload() || attempt.status() != MessageStatus.SUCCEEDED;
        if (keeps && deletion == null) {
            answer(attempt);
        }
    }

    /** Adds an attempt that is followed by another one. */
    void again(Attempt attempt, RetryDecision.Again decision) {
        HeldMessage message = attempt.message();
        Phases phases = attempt.posted().phases();
        attempts.row()
                .uuid(message.environment().value())
                .uuid(message.id().value())
                .number(message.nextAttempt())
                .uuid(attempt.id())
                .uuid(message.target().value())
                .time(attempt.startedAt())
                .text(attempt.url())
                .number(attempt.responseStatus())
                .number(attempt.latencyMs())
                .number(attempt.processingMs())
                .text(attempt.error())
                .text(decision(decision))
                .text(decision.tier().word())
                .number((int) decision.delay().toSeconds())
                .text(phases.resolvedIp());
        times(attempts, phases).flag(phases.reused());
        headers(attempts, attempt).flag(isCut(attempt));
        answer(attempt);
    }

    /** Adds what the receiver answered, if it is to be kept and there is any. */
    private void answer(Attempt attempt) {
        HeldMessage message = attempt.message();
        if (attempt.posted().outcome() instanceof Outcome.Answered answered
                && answered.body().length > 0) {
            answers.row()
                    .uuid(message.environment().value())
                    .uuid(message.id().value())
                    .number(message.nextAttempt())
                    .date(message.payloadDay())
                    .bytes(answered.body());
        }
    }

    private static CopyRows times(CopyRows to, Phases phases) {
        return to.number(phases.lostMs())
                .number(phases.dnsMs())
                .number(phases.tcpConnectMs())
                .number(phases.tlsHandshakeMs())
                .number(phases.ttfbMs())
                .number(phases.transferMs());
    }

    private static CopyRows headers(CopyRows to, Attempt attempt) {
        KeptHeaders sent = attempt.requestHeaders();
        return to.text(sent == null ? null : sent.userAgent())
                .bytes(sent == null ? null : sent.signature())
                .text(sent == null ? null : sent.added())
                .text(attempt.responseHeaders());
    }

    private static boolean isCut(Attempt attempt) {
        return attempt.posted().outcome() instanceof Outcome.Answered answered
                && answered.truncated();
    }

    private static String decision(RetryDecision decision) {
        return switch (decision) {
            case RetryDecision.Done _ -> "done";
            case RetryDecision.Again _ -> "again";
            case RetryDecision.GiveUp(RetryDecision.Reason reason) -> reason.word();
        };
    }

    /** Inserts what was added, in the transaction of {@code handle}. */
    void write(Handle handle) {
        outcomes.write(handle);
        attempts.write(handle);
        answers.write(handle);
    }
}
