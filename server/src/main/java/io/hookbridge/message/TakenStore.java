package io.hookbridge.message;

import static io.hookbridge.message.MessageStore.SAME;

import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The statements of {@link Moves#take}. Each returns what it changed, to be counted. */
final class TakenStore {

    private static final String TAKEN =
            """
            unnest(:environments::uuid[], :endpoints::uuid[], :ids::uuid[], :fences::int[], :attempts::uuid[],
                   :starts::timestamptz[], :answers::int[], :latencies::int[], :errors::text[], :statuses::text[],
                   :decisions::text[])
                AS t (environment_id, endpoint_id, id, fence, attempt_id, started_at, answer, latency, error, status,
                      decision)\
            """;

    /**
     * Locks in the order of the ids, so that two transactions never wait for each other. What is
     * locked is read from its table alone: of a join with a function Citus 13 writes what it locked
     * in one format and reads it in another.
     */
    private static final String TAKE =
            """
            WITH free AS MATERIALIZED (
                SELECT environment_id, id
                  FROM queue
                 WHERE environment_id = ANY(:environments)
                   AND id = ANY(:ids)
                   AND node IS NULL
                 ORDER BY id
                   FOR UPDATE
            ), gone AS (
                DELETE FROM queue q
                 USING free, %2$s
                 WHERE q.environment_id = ANY(:environments)
                   AND q.id = ANY(:ids)
                   AND q.environment_id = free.environment_id
                   AND q.id = free.id
                   AND q.environment_id = t.environment_id
                   AND q.id = t.id
                   AND q.endpoint_id = t.endpoint_id
                   AND q.fence = t.fence
                RETURNING q.*, t.attempt_id, t.started_at, t.answer, t.latency, t.error, t.status AS becomes, t.decision
            ), finished AS (
                INSERT INTO outcome
                    (%1$s, replay_count, fence, status, finished_at, last_error, attempt_id, attempt_started_at,
                     decision, url, body_truncated)
                SELECT environment_id, id, endpoint_id, direction, content_type, created_at, idempotency_key,
                       size_bytes, payload_sha256, payload_expires_at, keep_payload,
                       coalesce(first_attempt_at, started_at),
                       attempt_count + CASE WHEN attempt_id IS NULL THEN 0 ELSE 1 END, processing_ms, answer, latency,
                       replay_count, fence, becomes, :now, error, attempt_id, started_at, decision,
                       CASE WHEN attempt_id IS NULL THEN NULL ELSE :url END,
                       CASE WHEN attempt_id IS NULL THEN NULL ELSE false END
                  FROM gone
            )
            SELECT environment_id, id, endpoint_id, direction, created_at, payload_expires_at, status FROM gone
            """
                    .formatted(SAME, TAKEN);

    /** The rows of outcomes, locked in the order of the ids. */
    private static final String ENDED =
            """
            WITH free AS MATERIALIZED (
                SELECT environment_id, id
                  FROM outcome
                 WHERE environment_id = ANY(:environments)
                   AND id = ANY(:ids)
                 ORDER BY id
                   FOR UPDATE
            )\
            """;

    /**
     * What of {@link #ENDED} is meant. Outcomes lie by their ids, so the ids stand there by
     * themselves, too: a join alone would look into all partitions.
     */
    private static final String IS_TAKEN =
            """
            o.id = ANY(:ids)
               AND o.environment_id = free.environment_id
               AND o.id = free.id
               AND o.environment_id = t.environment_id
               AND o.id = t.id
               AND o.endpoint_id = t.endpoint_id
               AND o.fence = t.fence
               AND o.deleted_at IS NULL\
            """;

    /** Those that were taken without a result. */
    private static final String COMPLETE_TAKEN =
            """
            %1$s
            UPDATE outcome o
               SET attempt_id = t.attempt_id, attempt_started_at = t.started_at, response_status = t.answer,
                   response_latency_ms = t.latency, last_error = t.error, decision = t.decision, url = :url,
                   attempt_count = attempt_count + 1, first_attempt_at = coalesce(first_attempt_at, t.started_at),
                   status = t.status, body_truncated = false
              FROM free, %2$s
             WHERE o.environment_id = ANY(:environments)
               AND %3$s
               AND o.status = 'succeeded'
               AND o.attempt_id IS NULL
            RETURNING o.environment_id, o.id, o.endpoint_id, o.direction, o.created_at, o.payload_expires_at,
                      'succeeded' AS status
            """
                    .formatted(ENDED, TAKEN, IS_TAKEN);

    /**
     * The attempt that ended a message stays the last one; it may be noted again after an outage.
     */
    private static final String ADD_TO_TAKEN =
            """
            %1$s, ended AS (
                UPDATE outcome o
                   SET attempt_count = attempt_count + 1
                  FROM free, %2$s
                 WHERE o.environment_id = ANY(:environments)
                   AND %3$s
                   AND o.attempt_id <> t.attempt_id
                   AND o.attempt_count < :most
                RETURNING o.environment_id, o.id, o.endpoint_id, o.direction, o.created_at, o.payload_expires_at,
                          o.status, o.attempt_count, t.attempt_id AS made, t.started_at, t.answer, t.latency, t.error,
                          t.decision AS decided
            ), made AS (
                INSERT INTO attempt
                    (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url, response_status,
                     latency_ms, error_text, decision)
                SELECT environment_id, id, attempt_count - 1, made, endpoint_id, started_at, :url, answer, latency,
                       error, decided
                  FROM ended
            )
            SELECT environment_id, id, endpoint_id, direction, created_at, payload_expires_at, status FROM ended
            """
                    .formatted(ENDED, TAKEN, IS_TAKEN);

    /** The most attempts that are listed of a message. */
    private static final int MOST_ATTEMPTS = 200;

    private TakenStore() {}

    /** See {@link Moves#take}. */
    static List<MoveStore.Moved> take(Handle handle, Collection<Taken> taken, Instant now) {
        return each(handle, taken, part -> taken(handle.createQuery(TAKE), part).bind("now", now));
    }

    /**
     * Gives messages that were taken without a result the first one.
     *
     * @param taken with results
     */
    static List<MoveStore.Moved> completeTaken(Handle handle, Collection<Taken> taken) {
        return each(handle, taken, part -> taken(handle.createQuery(COMPLETE_TAKEN), part));
    }

    /**
     * Adds attempts to messages that were taken with a result.
     *
     * @param taken with results
     */
    static List<MoveStore.Moved> addToTaken(Handle handle, Collection<Taken> taken) {
        return each(
                handle,
                taken,
                part -> taken(handle.createQuery(ADD_TO_TAKEN), part).bind("most", MOST_ATTEMPTS));
    }

    private static List<MoveStore.Moved> each(
            Handle handle, Collection<Taken> taken, Function<Collection<Taken>, Query> statement) {
        List<MoveStore.Moved> moved = new ArrayList<>();
        for (List<Taken> part : Spread.parts(handle, taken, Taken::environment)) {
            moved.addAll(MoveStore.moved(statement.apply(part)));
        }
        return moved;
    }

    private static Query taken(Query query, Collection<Taken> taken) {
        List<Taken> all = List.copyOf(taken);
        return query.bind("url", Taken.URL)
                .bind("environments", uuids(all, one -> one.environment().value()))
                .bind("endpoints", uuids(all, one -> one.target().value()))
                .bind("ids", uuids(all, one -> one.id().value()))
                .bind("fences", all.stream().map(Taken::fence).toArray(Integer[]::new))
                .bind("attempts", uuids(all, Taken::attemptId))
                .bind("starts", all.stream().map(Taken::startedAt).toArray(Instant[]::new))
                .bind("answers", all.stream().map(Taken::answer).toArray(Integer[]::new))
                .bind("latencies", all.stream().map(Taken::latencyMs).toArray(Integer[]::new))
                .bind("errors", all.stream().map(Taken::error).toArray(String[]::new))
                .bind(
                        "statuses",
                        all.stream().map(one -> one.status().word()).toArray(String[]::new))
                .bind("decisions", all.stream().map(Taken::decision).toArray(String[]::new));
    }

    private static UUID[] uuids(List<Taken> all, Function<Taken, @Nullable UUID> what) {
        return all.stream().map(what).toArray(UUID[]::new);
    }
}
