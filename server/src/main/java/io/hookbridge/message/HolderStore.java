package io.hookbridge.message;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.DoubtException;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Puts queued messages into the hands of a node and takes them out again. Every change of hands
 * raises the message's fence, so that nothing of a former holder counts.
 */
public final class HolderStore {

    private final NodeWrites writes;

    /** Ends when it is known what became of the last claim whose commit was in doubt. */
    private volatile CompletableFuture<Boolean> doubt = CompletableFuture.completedFuture(false);

    /**
     * @param writes whose worker, if there is one, is passed by: a change of hands is no change of
     *     counts
     */
    public HolderStore(NodeWrites writes) {
        this.writes = writes.atCoordinator();
    }

    /**
     * What was taken out of the database.
     *
     * @param messages without their payloads, and with no headers
     * @param leftOver the targets of which less was taken than wanted, because it was too many
     *     bytes or for a doubt, though more is due
     */
    public record Claimed(List<HeldMessage> messages, Set<TargetId> leftOver) {}

    /**
     * Takes up to so many due messages for each target, those that have waited longest, but no more
     * than fit into memory; what another node is taking at this moment is passed over, and what was
     * deleted is left.
     *
     * <p>While it is in doubt whether another claim took place, nothing is taken: it could be the
     * same messages with the same fences, and nobody could tell whose they are.
     *
     * <p>Where not all fit, the environments take turns, the first message of each before the
     * second of any, and within an environment its targets do. Every message is taken before which
     * less than {@code mostBytes} were, so that one comes, however large; more than {@code
     * mostBytes} and one message never do.
     *
     * @param wanted in the order in which they take turns
     * @param mostBytes as {@link HeldMessage#bytes} counts them, but without headers, which have
     *     yet to be read and are a few kilobytes at the most; nothing is taken for 0
     * @throws FencedException if what the node holds may be in other hands
     * @throws DoubtException if it is not known whether anything was taken; it is given back in
     *     time
     */
    public Claimed claim(
            UUID node,
            Map<TargetId, Integer> wanted,
            long mostBytes,
            Instant now,
            Consumer<List<HeldMessage>> takenAfterAll) {
        if (!doubt.isDone()) {
            return new Claimed(List.of(), wanted.keySet());
        }
        List<HeldMessage> messages = new ArrayList<>();
        try {
            Set<TargetId> leftOver =
                    writes.run(
                            node,
                            handle -> isTaken(handle, node, messages),
                            handle ->
                                    ClaimStore.take(
                                            handle, node, wanted, mostBytes, now, messages));
            CrashPoint.CLAIM_COMMITTED.pass();
            return new Claimed(messages, leftOver);
        } catch (DoubtException inDoubt) {
            doubt = inDoubt.written();
            var _ =
                    doubt.thenAccept(taken -> {
                        if (taken) {
                            takenAfterAll.accept(messages);
                        }
                    });
            throw inDoubt;
        }
    }

    private static boolean isTaken(Handle handle, UUID node, List<HeldMessage> messages) {
        return !messages.isEmpty()
                && handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM queue
                                                WHERE environment_id = :environment
                                                  AND id = :id
                                                  AND node = :node)
                                """)
                        .bind("environment", messages.getFirst().environment().value())
                        .bind("id", messages.getFirst().id().value())
                        .bind("node", node)
                        .mapTo(Boolean.class)
                        .one();
    }

    /**
     * A message that is given back.
     *
     * @param rest how long no node takes it, by the clock of the database
     */
    public record Returned(HeldMessage message, Duration rest) {}

    /**
     * Gives messages back that {@code node} holds and has not tried: they wait in the queue, but
     * for those that were deleted meanwhile, which end.
     *
     * @param returned not empty
     * @param now the time at which those end
     * @throws FencedException if they are in other hands, or will be
     * @throws DoubtException if it is not known whether they were given back
     */
    public void giveBack(UUID node, List<Returned> returned, Instant now) {
        var _ =
                writes.run(
                        node,
                        handle -> isGivenBack(handle, returned.getFirst().message()),
                        handle -> {
                            QueueRows rows = new QueueRows(handle);
                            List<Returned> queued = new ArrayList<>();
                            for (Returned each : returned) {
                                if (each.message().isUnderWay()) {
                                    rows.add(each.message(), each.rest());
                                } else {
                                    queued.add(each);
                                }
                            }
                            rows.write();
                            CrashPoint.GIVE_BACK_COPIED.pass();
                            free(handle, queued);
                            CrashPoint.GIVE_BACK_FREED.pass();
                            List<Moves.Key> keys =
                                    returned.stream().map(each -> each.message().key()).toList();
                            Moves.endMarked(handle, keys, now);
                            CrashPoint.GIVE_BACK_WRITTEN.pass();
                            return keys;
                        });
        CrashPoint.GIVE_BACK_COMMITTED.pass();
    }

    private static void free(Handle handle, List<Returned> returned) {
        if (returned.isEmpty()) {
            return;
        }
        handle.createUpdate(
                        """
                        WITH free AS MATERIALIZED (
                            SELECT environment_id, id, fence, now() + rest * interval '1 ms' AS due_at
                              FROM unnest(:environments::uuid[], :ids::uuid[], :fences::int[], :rests::int[])
                                   AS given (environment_id, id, fence, rest)
                        )
                        UPDATE queue p
                           SET node = NULL, fence = p.fence + 1, due_at = free.due_at
                          FROM free
                         WHERE p.environment_id = free.environment_id
                           AND p.id = free.id
                           AND p.fence = free.fence
                           AND p.node IS NOT NULL
                        """)
                .bind(
                        "environments",
                        returned.stream()
                                .map(each -> each.message().environment().value())
                                .toArray(UUID[]::new))
                .bind(
                        "ids",
                        returned.stream()
                                .map(each -> each.message().id().value())
                                .toArray(UUID[]::new))
                .bind(
                        "fences",
                        returned.stream()
                                .map(each -> each.message().fence())
                                .toArray(Integer[]::new))
                .bind(
                        "rests",
                        returned.stream()
                                .map(each -> Math.toIntExact(each.rest().toMillis()))
                                .toArray(Integer[]::new))
                .execute();
    }

    /** Whether no message is any more as it was held; one tells of all. */
    private static boolean isGivenBack(Handle handle, HeldMessage first) {
        return handle.createQuery(
                        """
                        SELECT CASE WHEN :fence = 0
                                    THEN EXISTS (SELECT FROM queue WHERE environment_id = :environment AND id = :id)
                                      OR EXISTS (SELECT FROM outcome WHERE environment_id = :environment AND id = :id)
                                    ELSE NOT EXISTS (SELECT FROM queue
                                                      WHERE environment_id = :environment AND id = :id
                                                        AND fence = :fence AND node IS NOT NULL) END
                        """)
                .bind("environment", first.environment().value())
                .bind("id", first.id().value())
                .bind("fence", first.fence())
                .mapTo(Boolean.class)
                .one();
    }
}
