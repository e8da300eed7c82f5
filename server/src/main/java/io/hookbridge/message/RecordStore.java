package io.hookbridge.message;

import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes what came of many attempts with one statement, in the caller's transaction. */
final class RecordStore {

    /**
     * What a row {@code was} is what its holder was told: nothing changes it under a fence. The
     * names in {@code r} are none of {@code pending_message}, whose columns stand beside them.
     */
    private static final String RECORD =
            """
            WITH r AS MATERIALIZED (
                SELECT *
                  FROM unnest(:environments::uuid[], :messages::uuid[], :fences::int[], :befores::text[], :statuses::text[],
                              :dues::timestamptz[], :attempts::uuid[], :numbers::int[], :starts::timestamptz[],
                              :ends::timestamptz[], :urls::text[], :answers::int[], :latencies::int[],
                              :processings::int[], :errors::text[], :decisions::text[], :tiers::text[],
                              :afters::int[], :ips::text[], :losts::int[], :dns::int[], :tcps::int[], :tlss::int[],
                              :ttfbs::int[], :transfers::int[], :reused::bool[], :requests::text[],
                              :responses::text[], :bodies::bytea[], :cut::bool[])
                    AS r (of_environment, of_message, of_fence, was, becomes, due, attempt_id, attempt_no, started_at,
                          ended_at, url, answer, latency, processing, error, decision, tier, after, ip, lost, dns, tcp,
                          tls, ttfb, transfer, reused, request, response, body, cut)
            ), gone AS (
                DELETE FROM pending_message p
                 USING r
                 WHERE p.environment_id = ANY(:environments)
                   AND p.id = ANY(:messages)
                   AND p.environment_id = r.of_environment
                   AND p.id = r.of_message
                   AND p.fence = r.of_fence
                   AND p.node IS NOT NULL
                   AND r.becomes <> 'pending_retry'
                RETURNING p.*, r.*
            ), %s, again AS (
                UPDATE pending_message p
                   SET status = 'pending_retry', node = NULL, due_at = r.due, updated_at = r.ended_at,
                       attempt_count = r.attempt_no, processing_ms = r.processing,
                       first_attempt_at = coalesce(p.first_attempt_at, r.started_at),
                       response_status = r.answer, response_latency_ms = r.latency, last_error = r.error,
                       retry_type = r.tier
                  FROM r
                 WHERE p.environment_id = ANY(:environments)
                   AND p.id = ANY(:messages)
                   AND p.environment_id = r.of_environment
                   AND p.id = r.of_message
                   AND p.fence = r.of_fence
                   AND p.node IS NOT NULL
                   AND r.becomes = 'pending_retry'
                RETURNING p.*, r.*
            ), moved AS NOT MATERIALIZED (
                SELECT * FROM gone UNION ALL SELECT * FROM again
            ), kept AS (
                INSERT INTO response_body (environment_id, message_id, attempt_no, expires_on, body)
                SELECT environment_id, id, attempt_no, (payload_expires_at AT TIME ZONE 'UTC')::date, body
                  FROM moved
                 WHERE length(body) > 0
                   AND deleted_at IS NULL
                   AND (keep_payload OR becomes <> 'succeeded')
            ), counted AS (
                %s
            ), made AS (
                INSERT INTO attempt
                    (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url,
                     response_status, latency_ms, processing_ms, error_text, decision, retry_type,
                     retry_after_s, resolved_ip, lost_connection_ms, dns_ms, tcp_connect_ms, tls_handshake_ms, ttfb_ms,
                     transfer_ms, conn_reused, request_headers, response_headers, body_truncated)
                SELECT environment_id, id, attempt_no, attempt_id, endpoint_id, started_at, url,
                       answer, latency, processing, error, decision, tier, after, ip, lost, dns, tcp, tls, ttfb,
                       transfer, reused, request, response, cut
                  FROM moved
                RETURNING message_id
            )
            SELECT of_message FROM r
             WHERE (SELECT count(*) FROM made) < :count
               AND NOT EXISTS (SELECT FROM made WHERE made.message_id = r.of_message)
            """
                    .formatted(
                            MoveStore.finish(
                                    "becomes",
                                    "ended_at, ended_at",
                                    "attempt_no, coalesce(first_attempt_at, started_at), processing, answer, latency",
                                    "error"),
                            MoveStore.count(
                                    ", retries, answered, latency_ms",
                                    """
                                    ,
                                    count(*) FILTER (WHERE attempt_no > 1), count(answer),
                                    coalesce(sum(latency) FILTER (WHERE answer IS NOT NULL), 0)\
                                    """));

    private RecordStore() {}

    /** See {@link Moves#record}. */
    static Set<UUID> record(Handle handle, List<Attempt> attempts) {
        // The rows are named by their ids, and hashed: a plan that was made while the queue was
        // empty, and is kept, would otherwise compare every row of it with every attempt.
        handle.execute("SET LOCAL enable_nestloop = off");
        return handle.createQuery(RECORD)
                .bind("count", attempts.size())
                .bind(
                        "environments",
                        uuids(attempts, attempt -> attempt.message().environment().value()))
                .bind("messages", uuids(attempts, attempt -> attempt.message().id().value()))
                .bind("fences", ints(attempts, attempt -> attempt.message().fence()))
                .bind("befores", texts(attempts, RecordStore::before))
                .bind("statuses", texts(attempts, attempt -> attempt.status().word()))
                .bind("dues", times(attempts, RecordStore::due))
                .bind("attempts", uuids(attempts, Attempt::id))
                .bind("numbers", ints(attempts, attempt -> attempt.message().nextAttempt()))
                .bind("starts", times(attempts, Attempt::startedAt))
                .bind("ends", times(attempts, Attempt::endedAt))
                .bind("urls", texts(attempts, Attempt::url))
                .bind("answers", ints(attempts, Attempt::responseStatus))
                .bind("latencies", ints(attempts, attempt -> phases(attempt).totalMs()))
                .bind("processings", ints(attempts, Attempt::processingMs))
                .bind("errors", texts(attempts, Attempt::error))
                .bind("decisions", texts(attempts, attempt -> decision(attempt.decision())))
                .bind("tiers", texts(attempts, attempt -> tier(attempt.decision())))
                .bind("afters", ints(attempts, attempt -> afterSeconds(attempt.decision())))
                .bind("ips", texts(attempts, attempt -> phases(attempt).resolvedIp()))
                .bind("losts", ints(attempts, attempt -> phases(attempt).lostMs()))
                .bind("dns", ints(attempts, attempt -> phases(attempt).dnsMs()))
                .bind("tcps", ints(attempts, attempt -> phases(attempt).tcpConnectMs()))
                .bind("tlss", ints(attempts, attempt -> phases(attempt).tlsHandshakeMs()))
                .bind("ttfbs", ints(attempts, attempt -> phases(attempt).ttfbMs()))
                .bind("transfers", ints(attempts, attempt -> phases(attempt).transferMs()))
                .bind("reused", flags(attempts, attempt -> phases(attempt).reused()))
                .bind("requests", texts(attempts, Attempt::requestHeaders))
                .bind("responses", texts(attempts, Attempt::responseHeaders))
                .bind("bodies", attempts.stream().map(RecordStore::body).toArray(byte[][]::new))
                .bind("cut", flags(attempts, RecordStore::isCut))
                .mapTo(UUID.class)
                .collectIntoSet();
    }

    private static String before(Attempt attempt) {
        return (attempt.message().retrying() ? MessageStatus.PENDING_RETRY : MessageStatus.QUEUED)
                .word();
    }

    private static Phases phases(Attempt attempt) {
        return attempt.posted().phases();
    }

    private static @Nullable Instant due(Attempt attempt) {
        return attempt.decision() instanceof RetryDecision.Again again
                ? attempt.endedAt().plus(again.delay())
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

    private static byte @Nullable [] body(Attempt attempt) {
        return attempt.posted().outcome() instanceof Outcome.Answered answered
                ? answered.body()
                : null;
    }

    private static boolean isCut(Attempt attempt) {
        return attempt.posted().outcome() instanceof Outcome.Answered answered
                && answered.truncated();
    }

    private static UUID[] uuids(List<Attempt> attempts, Function<Attempt, UUID> column) {
        return attempts.stream().map(column).toArray(UUID[]::new);
    }

    private static String[] texts(
            List<Attempt> attempts, Function<Attempt, @Nullable String> column) {
        return attempts.stream().map(column).toArray(String[]::new);
    }

    private static Integer[] ints(
            List<Attempt> attempts, Function<Attempt, @Nullable Integer> column) {
        return attempts.stream().map(column).toArray(Integer[]::new);
    }

    private static Instant[] times(
            List<Attempt> attempts, Function<Attempt, @Nullable Instant> column) {
        return attempts.stream().map(column).toArray(Instant[]::new);
    }

    private static Boolean[] flags(List<Attempt> attempts, Predicate<Attempt> column) {
        return attempts.stream().map(column::test).toArray(Boolean[]::new);
    }
}
