package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Columns;
import io.hookbridge.db.citus.Worker;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a node that delivers does to the rows of messages, without delivering anything: it claims,
 * it records and it gives back, fenced, and it acknowledges deletions when it is told to.
 */
public final class EngineSteps {

    /** The fence of a message that was accepted into the memory of {@link #node}. */
    public static final int UNDER_WAY = HeldMessage.UNDER_WAY;

    private final MessageRows rows;
    private final Jdbi jdbi;
    private final NodeWrites writes;
    private final UUID node;
    private final InstantSource clock;

    public EngineSteps(MessageRows rows) {
        this(rows, Worker.NONE, InstantSource.system());
    }

    /**
     * @param worker through which it writes
     */
    public EngineSteps(MessageRows rows, Worker worker) {
        this(rows, worker, InstantSource.system());
    }

    /**
     * @param clock of the server that the node is
     */
    EngineSteps(MessageRows rows, InstantSource clock) {
        this(rows, Worker.NONE, clock);
    }

    private EngineSteps(MessageRows rows, Worker worker, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
        this.jdbi = rows.jdbi();
        this.writes = new NodeWrites(jdbi, worker);
        this.node = LivingNode.in(jdbi);
    }

    public UUID node() {
        return node;
    }

    /** The fence of the new holder; empty if there is nothing to be claimed. */
    public OptionalInt claim(MessageId id) {
        Optional<Integer> fence =
                writes.atCoordinator()
                        .run(
                                node,
                                _ -> false,
                                handle ->
                                        handle.createQuery(
                                                        """
                                                        UPDATE queue
                                                           SET node = :node, fence = fence + 1, due_at = 'infinity'
                                                         WHERE (environment_id, id) IN (
                                                               SELECT environment_id, id FROM queue
                                                                WHERE environment_id = :environment AND id = :id
                                                                  AND node IS NULL
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

    /** A message in the hands of this node, without its payload; empty for a former holder. */
    public Optional<HeldMessage> held(MessageId id, int fence) {
        return jdbi.withHandle(handle -> held(handle, id, fence));
    }

    /** Records a success; false for a holder that lost the message. */
    public boolean succeed(MessageId id, int fence) {
        return record(id, fence, new RetryDecision.Done());
    }

    /** Records the success of many messages in one transaction; how many were held. */
    public int succeed(List<MessageId> ids, List<Integer> fences) {
        return writes.run(
                node,
                _ -> false,
                handle -> {
                    List<Attempt> attempts = new ArrayList<>();
                    for (int n = 0; n < ids.size(); n++) {
                        held(handle, ids.get(n), fences.get(n))
                                .map(held -> attempt(held, new RetryDecision.Done()))
                                .ifPresent(attempts::add);
                    }
                    return attempts.size() - Moves.record(handle, attempts).size();
                });
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
        return writes.run(
                node,
                _ -> false,
                handle -> {
                    Optional<HeldMessage> held = held(handle, id, fence);
                    return held.isPresent()
                            && Moves.record(handle, List.of(attempt(held.get(), decision)))
                                    .isEmpty();
                });
    }

    /** Gives a message back that was not tried; false for a former holder. */
    public boolean giveBack(MessageId id, int fence) {
        Optional<HeldMessage> held = held(id, fence);
        held.ifPresent(message ->
                new HolderStore(writes)
                        .giveBack(
                                node,
                                List.of(new HolderStore.Returned(message, Duration.ZERO)),
                                clock.instant()));
        return held.isPresent();
    }

    /** Acknowledges the deletions of all messages in the hands of this node; what they were. */
    public List<MessageId> acknowledge() {
        return jdbi.withHandle(handle -> {
            List<Moves.Key> open = MarkStore.unacknowledged(handle, node);
            MarkStore.acknowledge(handle, node, open);
            return open.stream().map(Moves.Key::id).toList();
        });
    }

    /** Acknowledges whatever is deleted until {@code work} is done. */
    public <T> T acknowledging(Callable<T> work) throws Exception {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> done = thread.submit(work);
            while (!done.isDone()) {
                acknowledge();
            }
            return done.get();
        }
    }

    /** Ends the time of this node, as if it had stood still for longer than its lease. */
    public void isLate() {
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE node SET alive_until = now() - interval '1 second' WHERE id = ?",
                        node));
    }

    /** Another server takes over what this node holds. */
    public void isTakenOver() {
        new TakeOver(jdbi).take(node, true, clock.instant());
    }

    private Optional<HeldMessage> held(Handle handle, MessageId id, int fence) {
        String attributes =
                "endpoint_id, created_at, direction, content_type, idempotency_key, size_bytes,"
                        + " payload_sha256, payload_expires_at, keep_payload";
        return handle.createQuery(
                        """
                        SELECT %1$s, fence, attempt_count, attempts_before, replay_count, first_attempt_at, status
                          FROM queue
                         WHERE environment_id = :environment AND id = :id AND fence = :fence AND node = :node
                         UNION ALL
                        SELECT %1$s, 0, 0, 0, 0, NULL, 'queued'
                          FROM under_way
                         WHERE environment_id = :environment AND id = :id AND 0 = :fence AND node = :node
                        """
                                .formatted(attributes))
                .bind("environment", rows.environment().value())
                .bind("id", id.value())
                .bind("fence", fence)
                .bind("node", node)
                .map((row, _) -> held(id, row))
                .findOne();
    }

    private HeldMessage held(MessageId id, ResultSet row) throws SQLException {
        return new HeldMessage(
                node,
                rows.environment(),
                new TargetId(row.getObject("endpoint_id", UUID.class)),
                id,
                row.getTimestamp("created_at").toInstant(),
                Direction.of(row.getString("direction")),
                row.getString("content_type"),
                row.getString("idempotency_key"),
                row.getInt("size_bytes"),
                row.getBytes("payload_sha256"),
                null,
                MessageHead.NONE,
                row.getTimestamp("payload_expires_at").toInstant(),
                row.getBoolean("keep_payload"),
                row.getInt("fence"),
                row.getInt("attempt_count"),
                row.getInt("attempts_before"),
                row.getInt("replay_count"),
                Columns.instant(row, "first_attempt_at"),
                row.getString("status").equals("pending_retry"));
    }

    private Attempt attempt(HeldMessage message, RetryDecision decision) {
        boolean done = decision instanceof RetryDecision.Done;
        Instant now = clock.instant();
        return new Attempt(
                message,
                new Uuid7(Instant::now).next(),
                now,
                1,
                "https://receiver.example/",
                null,
                "{}",
                new Posted(
                        new Outcome.Answered(done ? 200 : 503, List.of(), new byte[] {1}, false),
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
                              FROM message_count_entry
                             WHERE environment_id = :environment
                             GROUP BY 1, 2, 3
                        ), present_message AS (
                            SELECT environment_id, endpoint_id, created_at, status, true AS pending FROM queue
                             UNION ALL
                            SELECT environment_id, endpoint_id, created_at, status, false FROM outcome
                             UNION ALL
                            SELECT environment_id, endpoint_id, created_at, 'queued', true FROM under_way
                        ), present AS (
                            SELECT environment_id, endpoint_id, date_trunc('minute', created_at, 'UTC') AS minute,
                                   count(*) AS accepted,
                                   count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
                                   count(*) FILTER (WHERE status = 'failed_permanent') AS failed,
                                   count(*) FILTER (WHERE NOT pending
                                                      AND status NOT IN ('succeeded', 'failed_permanent')) AS deleted,
                                   count(*) FILTER (WHERE pending AND status = 'pending_retry') AS retrying
                              FROM present_message
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
