package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * All that can happen to a message after it was accepted, each within the caller's transaction and
 * in one statement with its count: a count is derived from what the row was and what it becomes, so
 * that {@code accepted = succeeded + failed + deleted + pending} holds whatever happens.
 *
 * <pre>
 *  in pending_message                               in finished_message
 *
 *      queued  --- record, giveUp -------------->   succeeded, failed_permanent
 *      |    ^ ^--- requeue --------------------------------'
 *      |    |
 *      |    '----- requeue ------.
 *      v                         |
 *      pending_retry  --- record, giveUp ------->   succeeded, failed_permanent
 *
 *      either, if no node holds it --- delete -->   as it was, with the mark of the deletion
 * </pre>
 *
 * <p>Counts are rows that are only added, so nobody waits for anybody; one node folds them into
 * sums. Each move is fenced: an attempt counts only for the holder that made it, and nothing else
 * moves what a node holds.
 */
public final class Moves {

    private Moves() {}

    /** A message by its key. */
    public record Key(EnvironmentId environment, MessageId id) {}

    /**
     * Records attempts of a node, within a transaction of {@link NodeWrites}, and moves their
     * messages on: those that ended to their outcome, the others into the queue, to wait for their
     * next attempt. A message that was deleted during the attempt ends in any case, with its
     * deletion. The payload of a message that keeps it only until it is delivered goes with the
     * delivery.
     *
     * @param attempts one for each message
     * @return the messages that are in other hands, or gone; nothing is changed for them
     */
    public static Set<UUID> record(Handle handle, List<Attempt> attempts) {
        return RecordStore.record(handle, attempts);
    }

    /** Whether {@link #record} has taken place, for who does not know. */
    public static boolean isRecorded(Handle handle, List<Attempt> attempts) {
        return RecordStore.isRecorded(handle, attempts);
    }

    /**
     * Gives up pending messages that no node holds and nobody deleted; whatever is locked by
     * somebody else is on its way somewhere and is left.
     *
     * @param why the error that the messages show
     */
    public static void giveUp(Handle handle, Collection<Key> messages, String why, Instant now) {
        MoveStore.giveUp(handle, messages, why, now);
    }

    /** Brings locked messages, which are finished or wait for another attempt, to the start. */
    public static void requeue(
            Handle handle, EnvironmentId environment, Collection<Message> messages, Instant now) {
        List<MessageId> finished = new ArrayList<>();
        List<MessageId> retrying = new ArrayList<>();
        for (Message message : messages) {
            (message.finishedAt() == null ? retrying : finished).add(message.id());
        }
        if (!finished.isEmpty()) {
            MoveStore.requeueFinished(handle, environment, finished, now);
        }
        if (!retrying.isEmpty()) {
            MoveStore.requeueRetrying(handle, environment, retrying, now);
        }
    }

    /** Makes the next attempt at a locked message due now. */
    public static void retryNow(
            Handle handle, EnvironmentId environment, MessageId id, Instant now) {
        MoveStore.retryNow(handle, environment, id, now);
    }

    /**
     * Marks locked messages as deleted, takes those that wait in the queue out of it, and removes
     * their payloads. One that a node holds stays where it is until its attempt ends.
     */
    public static void delete(
            Handle handle,
            EnvironmentId environment,
            Collection<Message> messages,
            Actor by,
            Instant now) {
        List<MessageId> finished = new ArrayList<>();
        List<MessageId> pending = new ArrayList<>();
        for (Message message : messages) {
            (message.finishedAt() == null ? pending : finished).add(message.id());
        }
        if (!finished.isEmpty()) {
            MoveStore.mark(handle, "finished_message", environment, finished, by, now);
        }
        if (!pending.isEmpty()) {
            MoveStore.mark(handle, "pending_message", environment, pending, by, now);
            MoveStore.settle(handle, environment, pending, now);
        }
        PayloadStore.remove(
                handle,
                messages.stream()
                        .map(message ->
                                new PayloadStore.Key(
                                        message.environment(),
                                        message.id(),
                                        message.payloadId(),
                                        message.payloadDay()))
                        .toList());
    }

    /**
     * Takes messages out of the queue that are deleted and that no node holds any more.
     *
     * @return how many, at most {@code most}
     */
    public static int settleDeleted(Handle handle, int most, Instant now) {
        return MoveStore.settleSome(handle, most, now);
    }
}
