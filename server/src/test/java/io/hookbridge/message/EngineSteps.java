package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a node that delivers does to the rows of one message, without delivering anything: it claims
 * and it records, fenced, and it leaves what was deleted.
 */
public final class EngineSteps {

    private final MessageRows rows;
    private final Jdbi jdbi;
    private final UUID node = UUID.randomUUID();

    public EngineSteps(MessageRows rows) {
        this.rows = rows;
        this.jdbi = rows.jdbi();
    }

    /** The fence of the new holder; empty if there is nothing to be claimed. */
    public OptionalInt claim(MessageId id) {
        Optional<Integer> fence =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        UPDATE pending_message
                                           SET node = :node, fence = fence + 1, due_at = 'infinity'
                                         WHERE (environment_id, id) IN (
                                               SELECT environment_id, id FROM pending_message
                                                WHERE environment_id = :environment AND id = :id
                                                  AND node IS NULL AND deleted_at IS NULL
                                                  FOR UPDATE SKIP LOCKED)
                                        RETURNING fence
                                        """)
                                .bind("node", node)
                                .bind("environment", rows.environment().value())
                                .bind("id", id.value())
                                .mapTo(Integer.class)
                                .findOne());
        return fence.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Records a success; false for a holder that lost the message. */
    public boolean succeed(MessageId id, int fence) {
        return record(id, fence, new RetryDecision.Done());
    }

    /** Records that the message is given up; false for a holder that lost the message. */
    public boolean giveUp(MessageId id, int fence) {
        return record(id, fence, new RetryDecision.GiveUp(RetryDecision.Reason.REFUSED));
    }

    /** Records a failure after which another attempt follows; false for a former holder. */
    public boolean again(MessageId id, int fence, String retryType) {
        return record(
                id,
                fence,
                new RetryDecision.Again(
                        Duration.ofMinutes(30),
                        RetryDecision.Tier.valueOf(retryType.toUpperCase(Locale.ROOT))));
    }

    private boolean record(MessageId id, int fence, RetryDecision decision) {
        return jdbi.inTransaction(handle -> {
            Optional<HeldMessage> held = held(handle, id, fence);
            return held.isPresent()
                    && Moves.record(handle, List.of(attempt(held.get(), decision))).isEmpty();
        });
    }

    private Optional<HeldMessage> held(Handle handle, MessageId id, int fence) {
        return handle.createQuery(
                        """
                        SELECT endpoint_id, payload_id, created_at, content_type, payload_expires_at, attempt_count, status
                          FROM pending_message
                         WHERE environment_id = :environment AND id = :id AND fence = :fence AND node = :node
                        """)
                .bind("environment", rows.environment().value())
                .bind("id", id.value())
                .bind("fence", fence)
                .bind("node", node)
                .map((row, _) ->
                        new HeldMessage(
                                rows.environment(),
                                new TargetId(row.getObject("endpoint_id", UUID.class)),
                                id,
                                row.getObject("payload_id", UUID.class),
                                row.getTimestamp("created_at").toInstant(),
                                row.getString("content_type"),
                                null,
                                Map.of(),
                                row.getTimestamp("payload_expires_at").toInstant(),
                                true,
                                fence,
                                row.getInt("attempt_count"),
                                0,
                                row.getString("status").equals("pending_retry")))
                .findOne();
    }

    private static Attempt attempt(HeldMessage message, RetryDecision decision) {
        boolean done = decision instanceof RetryDecision.Done;
        Instant now = Instant.now();
        return new Attempt(
                message,
                new Uuid7(Instant::now).next(),
                now,
                1,
                "https://receiver.example/",
                "{}",
                "{}",
                new Posted(
                        new Outcome.Answered(done ? 200 : 503, List.of(), new byte[0], false),
                        new Phases("203.0.113.42", null, 1, 1, 1, 1, 1, false, 5)),
                decision,
                done ? null : "HTTP 503",
                now);
    }

    /**
     * Buckets whose counts differ from the messages that there are; empty if all is well. Counts
     * must not have been folded.
     */
    public static List<String> wrongCounts(Handle handle, EnvironmentId environment) {
        return handle.createQuery(
                        """
                        WITH counted AS (
                            SELECT environment_id, endpoint_id, minute, sum(accepted) AS accepted, sum(succeeded) AS succeeded,
                                   sum(failed) AS failed, sum(deleted) AS deleted, sum(retrying) AS retrying
                              FROM message_count_change
                             WHERE environment_id = :environment
                             GROUP BY 1, 2, 3
                        ), message AS (
                            SELECT environment_id, endpoint_id, created_at, status, true AS pending FROM pending_message
                             UNION ALL
                            SELECT environment_id, endpoint_id, created_at, status, false FROM finished_message
                        ), present AS (
                            SELECT environment_id, endpoint_id, date_trunc('minute', created_at, 'UTC') AS minute,
                                   count(*) AS accepted,
                                   count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
                                   count(*) FILTER (WHERE status = 'failed_permanent') AS failed,
                                   count(*) FILTER (WHERE NOT pending AND status IN ('queued', 'pending_retry')) AS deleted,
                                   count(*) FILTER (WHERE pending AND status = 'pending_retry') AS retrying
                              FROM message
                             WHERE environment_id = :environment
                             GROUP BY 1, 2, 3
                        )
                        SELECT concat_ws(' ', endpoint_id, minute, 'counted', c.accepted, c.succeeded, c.failed, c.deleted,
                                         c.retrying, 'present', p.accepted, p.succeeded, p.failed, p.deleted, p.retrying)
                          FROM counted c FULL JOIN present p USING (environment_id, endpoint_id, minute)
                         WHERE (c.accepted, c.succeeded, c.failed, c.deleted, c.retrying)
                               IS DISTINCT FROM (p.accepted, p.succeeded, p.failed, p.deleted, p.retrying)
                        """)
                .bind("environment", environment.value())
                .mapTo(String.class)
                .list();
    }
}
