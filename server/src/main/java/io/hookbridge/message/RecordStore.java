package io.hookbridge.message;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes what came of many attempts with few statements, in the caller's transaction: first what is
 * in the queue goes on from there, by its fence; then all new rows come in by {@code COPY}.
 */
final class RecordStore {

    private static final String ENDED =
            """
            DELETE FROM queue q
             USING unnest(:environments::uuid[], :ids::uuid[], :fences::int[]) AS r (environment_id, id, fence)
             WHERE q.environment_id = ANY(:environments)
               AND q.id = ANY(:ids)
               AND q.environment_id = r.environment_id
               AND q.id = r.id
               AND q.fence = r.fence
               AND q.node IS NOT NULL
            RETURNING q.id
            """;

    private static final String AGAIN =
            """
            WITH r AS MATERIALIZED (
                SELECT environment_id, id, fence, now() + delay * interval '1 ms' AS due_at, ended_at, attempt_no, processing,
                       started_at, answer, latency, error, tier
                  FROM unnest(:environments::uuid[], :ids::uuid[], :fences::int[], :delays::int[],
                              :ends::timestamptz[], :numbers::int[], :processings::int[], :starts::timestamptz[],
                              :answers::int[], :latencies::int[], :errors::text[], :tiers::text[])
                    AS made (environment_id, id, fence, delay, ended_at, attempt_no, processing, started_at, answer,
                             latency, error, tier)
            )
            UPDATE queue q
               SET status = 'pending_retry', node = NULL, due_at = r.due_at, updated_at = r.ended_at,
                   attempt_count = r.attempt_no, processing_ms = r.processing,
                   first_attempt_at = coalesce(q.first_attempt_at, r.started_at),
                   response_status = r.answer, response_latency_ms = r.latency, last_error = r.error,
                   retry_type = r.tier
              FROM r
             WHERE q.environment_id = ANY(:environments)
               AND q.id = ANY(:ids)
               AND q.environment_id = r.environment_id
               AND q.id = r.id
               AND q.fence = r.fence
               AND q.node IS NOT NULL
            RETURNING q.id
            """;

    private RecordStore() {}

    /** See {@link Moves#record}. */
    static Set<UUID> record(Handle handle, List<Attempt> made) {
        QueueRows queue = new QueueRows(handle);
        List<Attempt> attempts = inTime(made, queue);
        // After the lock of the node's row: whoever marks locks it, too, so that either the mark is
        // seen here, or what is written here is seen by whoever marks.
        Map<MessageId, Message.Deletion> marks = MarkStore.of(handle, keys(attempts));
        CrashPoint.RESULT_MARKS_READ.pass();
        Set<UUID> lost = new HashSet<>();
        List<Attempt> own = own(handle, attempts, lost);
        CrashPoint.RESULT_QUEUE_CHANGED.pass();
        OutcomeRows outcomes = new OutcomeRows();
        CountChanges counts = new CountChanges();
        for (Attempt attempt : own) {
            if (attempt.decision() instanceof RetryDecision.Again again) {
                outcomes.again(attempt, again);
                if (attempt.message().isUnderWay()) {
                    queue.add(attempt, again.delay());
                }
            } else {
                outcomes.end(attempt, marks.get(attempt.message().id()));
            }
            count(counts, attempt);
        }
        outcomes.write(handle);
        CrashPoint.RESULT_COPIED.pass();
        queue.write();
        CrashPoint.RESULT_QUEUED.pass();
        counts.write(handle);
        CrashPoint.RESULT_COUNTED.pass();
        endMarked(handle, own, marks);
        PayloadStore.remove(
                handle,
                own.stream()
                        .filter(attempt -> attempt.status() == MessageStatus.SUCCEEDED)
                        .map(Attempt::message)
                        .filter(message -> !message.keepPayload())
                        .map(PayloadStore.Key::of)
                        .toList());
        CrashPoint.RESULT_WRITTEN.pass();
        return lost;
    }

    /**
     * What follows from attempts whose results may have been on their way for long: a retry waits
     * from now on, and its payload must not be over by then.
     */
    private static List<Attempt> inTime(List<Attempt> made, QueueRows queue) {
        return made.stream()
                .map(attempt ->
                        attempt.decision() instanceof RetryDecision.Again again
                                ? attempt.with(again.within(untilExpiry(attempt, queue.now())))
                                : attempt)
                .toList();
    }

    private static Duration untilExpiry(Attempt attempt, Instant now) {
        return Duration.between(now, attempt.message().payloadExpiresAt());
    }

    private static List<Moves.Key> keys(List<Attempt> attempts) {
        return attempts.stream().map(attempt -> attempt.message().key()).toList();
    }

    /**
     * Those of {@code attempts} that count, taken on in the queue if they are there.
     *
     * @param lost gets the messages of the others
     */
    private static List<Attempt> own(Handle handle, List<Attempt> attempts, Set<UUID> lost) {
        List<Attempt> ended = new ArrayList<>();
        List<Attempt> again = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (!attempt.message().isUnderWay()) {
                (attempt.decision() instanceof RetryDecision.Again ? again : ended).add(attempt);
            }
        }
        if (ended.isEmpty() && again.isEmpty()) {
            return attempts;
        }
        joinByHash(handle, true);
        Set<UUID> found = new HashSet<>();
        if (!ended.isEmpty()) {
            found.addAll(
                    query(handle, ENDED, ended)
                            .bind("fences", fences(ended))
                            .mapTo(UUID.class)
                            .list());
        }
        if (!again.isEmpty()) {
            found.addAll(again(handle, again));
        }
        joinByHash(handle, false);
        List<Attempt> own = new ArrayList<>(attempts.size());
        for (Attempt attempt : attempts) {
            UUID id = attempt.message().id().value();
            if (attempt.message().isUnderWay() || found.contains(id)) {
                own.add(attempt);
            } else {
                lost.add(id);
            }
        }
        return own;
    }

    /**
     * Whether rows that are named by their ids are hashed from now on, in this transaction: a plan
     * that was made while the queue was empty, and is kept, would otherwise compare every row of it
     * with every id.
     */
    static void joinByHash(Handle handle, boolean hashed) {
        handle.execute("SET LOCAL enable_nestloop = " + (hashed ? "off" : "on"));
    }

    private static List<UUID> again(Handle handle, List<Attempt> attempts) {
        return query(handle, AGAIN, attempts)
                .bind("fences", fences(attempts))
                .bind(
                        "delays",
                        ints(
                                attempts,
                                attempt ->
                                        attempt.decision() instanceof RetryDecision.Again again
                                                ? Math.toIntExact(again.delay().toMillis())
                                                : null))
                .bind("ends", times(attempts, Attempt::endedAt))
                .bind("numbers", ints(attempts, attempt -> attempt.message().nextAttempt()))
                .bind("processings", ints(attempts, Attempt::processingMs))
                .bind("starts", times(attempts, Attempt::startedAt))
                .bind("answers", ints(attempts, Attempt::responseStatus))
                .bind("latencies", ints(attempts, Attempt::latencyMs))
                .bind("errors", texts(attempts, Attempt::error))
                .bind(
                        "tiers",
                        texts(
                                attempts,
                                attempt ->
                                        attempt.decision() instanceof RetryDecision.Again again
                                                ? again.tier().word()
                                                : null))
                .mapTo(UUID.class)
                .list();
    }

    private static Query query(Handle handle, String statement, List<Attempt> attempts) {
        return handle.createQuery(statement)
                .bind(
                        "environments",
                        attempts.stream()
                                .map(attempt -> attempt.message().environment().value())
                                .toArray(UUID[]::new))
                .bind(
                        "ids",
                        attempts.stream()
                                .map(attempt -> attempt.message().id().value())
                                .toArray(UUID[]::new));
    }

    private static Integer[] fences(List<Attempt> attempts) {
        return ints(attempts, attempt -> attempt.message().fence());
    }

    private static void count(CountChanges counts, Attempt attempt) {
        HeldMessage message = attempt.message();
        counts.moved(
                message.environment(),
                message.direction(),
                message.target(),
                message.createdAt(),
                message.retrying() ? Counted.RETRYING : Counted.QUEUED,
                switch (attempt.decision()) {
                    case RetryDecision.Done _ -> Counted.SUCCEEDED;
                    case RetryDecision.Again _ -> Counted.RETRYING;
                    case RetryDecision.GiveUp _ -> Counted.FAILED;
                });
        if (attempt.decision() instanceof RetryDecision.Done) {
            counts.delivered(
                    message.environment(),
                    message.direction(),
                    message.target(),
                    message.createdAt(),
                    attempt.endedAt());
        }
        counts.attempt(
                message.environment(),
                message.direction(),
                message.target(),
                message.createdAt(),
                message.nextAttempt(),
                attempt.responseStatus(),
                attempt.latencyMs());
    }

    /** What was deleted meanwhile, and is not tried again. */
    private static void endMarked(
            Handle handle, List<Attempt> own, Map<MessageId, Message.Deletion> marks) {
        List<Attempt> marked =
                own.stream().filter(attempt -> marks.containsKey(attempt.message().id())).toList();
        if (marked.isEmpty()) {
            return;
        }
        List<Attempt> again =
                marked.stream()
                        .filter(attempt -> attempt.decision() instanceof RetryDecision.Again)
                        .toList();
        if (!again.isEmpty()) {
            Moves.endMarked(handle, keys(again), again.getLast().endedAt());
        }
        List<Attempt> ended = marked.stream().filter(attempt -> !again.contains(attempt)).toList();
        MarkStore.remove(handle, keys(ended));
        PayloadStore.removeDeleted(
                handle, ended.stream().map(Attempt::message).map(PayloadStore.Key::of).toList());
    }

    /** Whether some of {@code attempts} are written down: then all are that counted. */
    static boolean isRecorded(Handle handle, List<Attempt> attempts) {
        return query(
                        handle,
                        """
                        SELECT EXISTS (SELECT 1 FROM attempt_view
                                        WHERE environment_id = ANY(:environments)
                                          AND message_id = ANY(:ids)
                                          AND id = ANY(:attempts))
                        """,
                        attempts)
                .bind("attempts", attempts.stream().map(Attempt::id).toArray(UUID[]::new))
                .mapTo(Boolean.class)
                .one();
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
}
