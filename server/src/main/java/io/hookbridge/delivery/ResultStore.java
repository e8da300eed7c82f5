package io.hookbridge.delivery;

import io.hookbridge.base.Json;
import io.hookbridge.delivery.retry.RetryDecision;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes what came of many attempts with one statement, in the caller's transaction. */
final class ResultStore {

    private ResultStore() {}

    /**
     * Records attempts and moves their messages on: finished ones to the history, failed ones to
     * their next attempt. A message that was deleted during the attempt goes the same way with its
     * mark, and is not claimed again. A result of a message that this node no longer holds changes
     * nothing.
     *
     * @param results one for each message
     * @return the messages that are in other hands, or gone
     */
    static Set<UUID> record(Handle handle, List<Result> results) {
        // The rows are named by their ids, and hashed: a plan that was made while the queue was
        // empty, and is kept, would otherwise compare every row of it with every result.
        handle.execute("SET LOCAL enable_nestloop = off");
        return handle.createQuery(
                        """
                        WITH r AS MATERIALIZED (
                            SELECT *
                              FROM unnest(:environments::uuid[], :messages::uuid[], :endpoints::uuid[], :fences::int[],
                                          :statuses::text[], :dues::timestamptz[], :attempts::uuid[], :numbers::int[],
                                          :starts::timestamptz[], :ends::timestamptz[], :urls::text[], :answers::int[],
                                          :latencies::int[], :processings::int[], :errors::text[],
                                          :decisions::text[], :tiers::text[], :afters::int[], :ips::text[],
                                          :dns::int[], :tcps::int[], :tlss::int[], :ttfbs::int[], :transfers::int[],
                                          :reused::bool[], :requests::text[], :responses::text[], :bodies::bytea[],
                                          :cut::bool[])
                                AS r (environment_id, message_id, endpoint_id, fence, status, due_at, attempt_id, attempt_no,
                                      started_at, ended_at, url, answer, latency, processing, error, decision, tier,
                                      after, ip, dns, tcp, tls, ttfb, transfer, reused, request, response, body, cut)
                        ), gone AS (
                            DELETE FROM pending_message p
                             USING r
                             WHERE p.environment_id = ANY(:environments)
                               AND p.id = ANY(:messages)
                               AND p.environment_id = r.environment_id
                               AND p.id = r.message_id
                               AND p.fence = r.fence
                               AND p.node IS NOT NULL
                               AND r.status <> 'pending_retry'
                            RETURNING r.*, p.payload_id, p.created_at, p.replay_count, p.direction, p.content_type,
                                      p.idempotency_key, p.size_bytes,
                                      p.payload_sha256, p.payload_expires_at, p.keep_payload,
                                      coalesce(p.first_attempt_at, r.started_at) AS first_attempt_at,
                                      p.deleted_at, p.deleted_by_kind, p.deleted_by_id
                        ), finished AS (
                            INSERT INTO finished_message
                                (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at,
                                 attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                                 payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status,
                                 response_latency_ms, last_error, deleted_at, deleted_by_kind, deleted_by_id, fence)
                            SELECT environment_id, message_id, endpoint_id, payload_id, created_at, ended_at, status,
                                   ended_at, attempt_no, replay_count, direction, content_type, idempotency_key,
                                   size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing, answer, latency, error, deleted_at,
                                   deleted_by_kind, deleted_by_id, fence
                              FROM gone
                        ), again AS (
                            UPDATE pending_message p
                               SET status = 'pending_retry', node = NULL, due_at = r.due_at, updated_at = r.ended_at,
                                   attempt_count = r.attempt_no, processing_ms = r.processing,
                                   first_attempt_at = coalesce(p.first_attempt_at, r.started_at),
                                   response_status = r.answer, response_latency_ms = r.latency, last_error = r.error,
                                   retry_type = r.tier
                              FROM r
                             WHERE p.environment_id = ANY(:environments)
                               AND p.id = ANY(:messages)
                               AND p.environment_id = r.environment_id
                               AND p.id = r.message_id
                               AND p.fence = r.fence
                               AND p.node IS NOT NULL
                               AND r.status = 'pending_retry'
                            RETURNING r.*, p.payload_expires_at, p.deleted_at
                        ), kept AS (
                            INSERT INTO response_body (environment_id, message_id, attempt_no, expires_on, body)
                            SELECT environment_id, message_id, attempt_no, (payload_expires_at AT TIME ZONE 'UTC')::date, body
                              FROM gone
                             WHERE length(body) > 0
                               AND deleted_at IS NULL
                               AND (keep_payload OR status <> 'succeeded')
                            UNION ALL
                            SELECT environment_id, message_id, attempt_no, (payload_expires_at AT TIME ZONE 'UTC')::date, body
                              FROM again
                             WHERE length(body) > 0
                               AND deleted_at IS NULL
                        ), made AS (
                            INSERT INTO attempt
                                (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url,
                                 response_status, latency_ms, processing_ms, error_text, decision, retry_type,
                                 retry_after_s, resolved_ip, dns_ms, tcp_connect_ms, tls_handshake_ms, ttfb_ms,
                                 transfer_ms, conn_reused, request_headers, response_headers, body_truncated)
                            SELECT environment_id, message_id, attempt_no, attempt_id, endpoint_id, started_at, url,
                                   answer, latency, processing, error, decision, tier, after, ip, dns, tcp, tls, ttfb,
                                   transfer, reused, request, response, cut
                              FROM gone
                            UNION ALL
                            SELECT environment_id, message_id, attempt_no, attempt_id, endpoint_id, started_at, url,
                                   answer, latency, processing, error, decision, tier, after, ip, dns, tcp, tls, ttfb,
                                   transfer, reused, request, response, cut
                              FROM again
                            RETURNING message_id
                        )
                        SELECT message_id FROM r
                         WHERE (SELECT count(*) FROM made) < :count
                           AND NOT EXISTS (SELECT FROM made WHERE made.message_id = r.message_id)
                        """)
                .bind("count", results.size())
                .bind("environments", uuids(results, result -> result.job().environment().value()))
                .bind("messages", uuids(results, result -> result.job().id().value()))
                .bind("endpoints", uuids(results, result -> result.job().endpoint().value()))
                .bind("fences", ints(results, result -> result.job().fence()))
                .bind("statuses", texts(results, Result::status))
                .bind("dues", times(results, ResultStore::due))
                .bind("attempts", uuids(results, Result::attemptId))
                .bind("numbers", ints(results, result -> result.job().nextAttempt()))
                .bind("starts", times(results, Result::startedAt))
                .bind("ends", times(results, Result::endedAt))
                .bind("urls", texts(results, result -> MaskedUrl.of(result.url())))
                .bind("answers", ints(results, Result::responseStatus))
                .bind("latencies", ints(results, result -> phases(result).totalMs()))
                .bind("processings", ints(results, Result::processingMs))
                .bind("errors", texts(results, Result::error))
                .bind("decisions", texts(results, result -> decision(result.decision())))
                .bind("tiers", texts(results, result -> tier(result.decision())))
                .bind("afters", ints(results, result -> afterSeconds(result.decision())))
                .bind("ips", texts(results, result -> phases(result).resolvedIp()))
                .bind("dns", ints(results, result -> phases(result).dnsMs()))
                .bind("tcps", ints(results, result -> phases(result).tcpConnectMs()))
                .bind("tlss", ints(results, result -> phases(result).tlsHandshakeMs()))
                .bind("ttfbs", ints(results, result -> phases(result).ttfbMs()))
                .bind("transfers", ints(results, result -> phases(result).transferMs()))
                .bind("reused", flags(results, result -> phases(result).reused()))
                .bind("requests", texts(results, ResultStore::requestHeaders))
                .bind("responses", texts(results, ResultStore::responseHeaders))
                .bind("bodies", results.stream().map(ResultStore::body).toArray(byte[][]::new))
                .bind("cut", flags(results, ResultStore::isCut))
                .mapTo(UUID.class)
                .collectIntoSet();
    }

    /**
     * Removes the payloads of messages that are kept only until they are delivered, and what was
     * answered to them.
     */
    static void removePayloads(Handle handle, List<Job> jobs) {
        handle.createUpdate(
                        """
                        WITH answers AS (
                            DELETE FROM response_body
                             WHERE message_id = ANY(:ids)
                               AND expires_on = ANY(:days::date[])
                        )
                        DELETE FROM payload
                         WHERE id = ANY(:payloads)
                           AND expires_on = ANY(:days::date[])
                        """)
                .bind("ids", jobs.stream().map(job -> job.id().value()).toArray(UUID[]::new))
                .bind("payloads", jobs.stream().map(Job::payloadId).toArray(UUID[]::new))
                .bind(
                        "days",
                        jobs.stream()
                                .map(job ->
                                        LocalDate.ofInstant(job.payloadExpiresAt(), ZoneOffset.UTC)
                                                .toString())
                                .distinct()
                                .toArray(String[]::new))
                .execute();
    }

    private static Phases phases(Result result) {
        return result.posted().phases();
    }

    private static @Nullable Instant due(Result result) {
        return result.decision() instanceof RetryDecision.Again again
                ? result.endedAt().plus(again.delay())
                : null;
    }

    private static String decision(RetryDecision decision) {
        return switch (decision) {
            case RetryDecision.Done _ -> "done";
            case RetryDecision.Again _ -> "again";
            case RetryDecision.GiveUp(RetryDecision.Reason reason) -> reason.word();
        };
    }

    private static @Nullable String tier(RetryDecision decision) {
        return decision instanceof RetryDecision.Again again ? again.tier().word() : null;
    }

    private static @Nullable Integer afterSeconds(RetryDecision decision) {
        return decision instanceof RetryDecision.Again(Duration delay, _)
                ? (Integer) (int) delay.toSeconds()
                : null;
    }

    private static String requestHeaders(Result result) {
        return Json.MAPPER.writeValueAsString(MaskedHeaders.sent(result.requestHeaders()));
    }

    private static @Nullable String responseHeaders(Result result) {
        if (!(result.posted().outcome() instanceof Outcome.Answered answered)) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : answered.headers()) {
            headers.merge(header.name(), header.value(), (first, second) -> first + ", " + second);
        }
        return Json.MAPPER.writeValueAsString(
                MaskedHeaders.answered(headers, result.requestHeaders()));
    }

    private static byte @Nullable [] body(Result result) {
        return result.posted().outcome() instanceof Outcome.Answered answered
                ? answered.body()
                : null;
    }

    private static boolean isCut(Result result) {
        return result.posted().outcome() instanceof Outcome.Answered answered
                && answered.truncated();
    }

    private static UUID[] uuids(List<Result> results, Function<Result, UUID> column) {
        return results.stream().map(column).toArray(UUID[]::new);
    }

    private static String[] texts(List<Result> results, Function<Result, @Nullable String> column) {
        return results.stream().map(column).toArray(String[]::new);
    }

    private static Integer[] ints(
            List<Result> results, Function<Result, @Nullable Integer> column) {
        return results.stream().map(column).toArray(Integer[]::new);
    }

    private static Instant[] times(
            List<Result> results, Function<Result, @Nullable Instant> column) {
        return results.stream().map(column).toArray(Instant[]::new);
    }

    private static Boolean[] flags(List<Result> results, Predicate<Result> column) {
        return results.stream().map(column::test).toArray(Boolean[]::new);
    }
}
