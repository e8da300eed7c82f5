package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.MoveStore.Moved;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * All that can happen to a message after it was accepted, each within the caller's transaction
 * together with its count: that is derived from what the row was and what it becomes, so that
 * {@code accepted = succeeded + failed + deleted + pending} holds whatever happens.
 *
 * <pre>
 *  in message alone         in queue                             in outcome
 *
 *    under way ---- record ----------------------------------&gt;  succeeded, failed_permanent
 *        |
 *        | record, take-over
 *        v
 *      queued  ---- record, giveUp --------------------------&gt;  succeeded, failed_permanent
 *      |    ^ ^---- requeue --------------------------------------------'
 *      |    |
 *      |    '------ requeue ------.
 *      v                          |
 *      pending_retry  ---- record, giveUp -------------------&gt;  succeeded, failed_permanent
 *
 *      either, if no node holds it ---- delete --------------&gt;  as it was, with the deletion
 *      whatever a node has in its hands ---- delete --&gt; a mark; when it is out of them:
 *                      record, endMarked --------------------&gt;  as it ended or was, with the deletion
 * </pre>
 *
 * <p>Counts are rows that are only added, so nobody waits for anybody; one node folds them into
 * sums. Each move is fenced: an attempt counts only for the holder that made it, and nothing else
 * moves what a node has in its hands.
 */
public final class Moves {

    private Moves() {}

    /** A message by its key. */
    public record Key(EnvironmentId environment, MessageId id) {

        /** From the columns {@code environment_id} and {@code id}. */
        public static Key of(ResultSet row) throws SQLException {
            return new Key(
                    new EnvironmentId(row.getObject("environment_id", UUID.class)),
                    new MessageId(row.getObject("id", UUID.class)));
        }

        /** Each once, for binding as an array. */
        static UUID[] environments(Collection<Key> keys) {
            return keys.stream()
                    .map(key -> key.environment().value())
                    .distinct()
                    .toArray(UUID[]::new);
        }

        /** For binding as an array. */
        static UUID[] ids(Collection<Key> keys) {
            return keys.stream().map(key -> key.id().value()).toArray(UUID[]::new);
        }
    }

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
     * Gives up messages of the queue that no node holds; whatever is locked by somebody else is on
     * its way somewhere and is left.
     *
     * @param why the error that the messages show
     */
    public static void giveUp(Handle handle, Collection<Key> messages, String why, Instant now) {
        count(handle, MoveStore.giveUp(handle, messages, why, now), Counted.FAILED);
    }

    /**
     * Ends messages of the queue that listeners have taken, and adds the results of those that
     * another listener had taken before. What was replayed since, is in the hands of a node or
     * gone, stays as it is.
     *
     * @param taken each message once
     */
    public static void take(Handle handle, Collection<Taken> taken, Instant now) {
        Map<Key, Taken> rest = new LinkedHashMap<>();
        taken.forEach(one -> rest.put(one.key(), one));
        CountChanges counts = new CountChanges();
        RecordStore.joinByHash(handle, true);
        count(counts, TakenStore.take(handle, taken, now), rest, now);
        rest.values().removeIf(one -> one.result() == null);
        if (!rest.isEmpty()) {
            count(counts, TakenStore.completeTaken(handle, rest.values()), rest, now);
        }
        if (!rest.isEmpty()) {
            for (Moved message : TakenStore.addToTaken(handle, rest.values())) {
                Taken one = Objects.requireNonNull(rest.get(message.key()));
                countAttempt(counts, message, Objects.requireNonNull(one.result()), now);
            }
        }
        RecordStore.joinByHash(handle, false);
        counts.write(handle);
    }

    private static void count(
            CountChanges counts, List<Moved> moved, Map<Key, Taken> rest, Instant now) {
        for (Moved message : moved) {
            Taken one = Objects.requireNonNull(rest.remove(message.key()));
            Counted becomes =
                    one.status() == MessageStatus.SUCCEEDED ? Counted.SUCCEEDED : Counted.FAILED;
            counts.moved(
                    message.key().environment(),
                    message.direction(),
                    message.target(),
                    message.createdAt(),
                    message.was(),
                    becomes);
            if (one.result() != null) {
                countAttempt(counts, message, one.result(), now);
            }
        }
    }

    private static void countAttempt(
            CountChanges counts, Moved message, Taken.Result result, Instant now) {
        if (result.isSuccess()) {
            // Once for each answer that says so, as for what nodes deliver: the mean is of those.
            counts.delivered(
                    message.key().environment(),
                    message.direction(),
                    message.target(),
                    message.createdAt(),
                    now);
        }
        counts.attempt(
                message.key().environment(),
                message.direction(),
                message.target(),
                message.createdAt(),
                1,
                result.status(),
                result.latencyMs());
    }

    /** Brings locked messages, which are finished or wait for another attempt, to the start. */
    public static void requeue(
            Handle handle, EnvironmentId environment, Collection<Message> messages, Instant now) {
        List<MessageId> finished = new ArrayList<>();
        List<MessageId> retrying = new ArrayList<>();
        for (Message message : messages) {
            (message.finishedAt() == null ? retrying : finished).add(message.id());
        }
        List<Moved> moved = new ArrayList<>();
        if (!finished.isEmpty()) {
            moved.addAll(MoveStore.requeueFinished(handle, environment, finished, now));
        }
        if (!retrying.isEmpty()) {
            moved.addAll(MoveStore.requeueRetrying(handle, environment, retrying, now));
        }
        count(handle, moved, Counted.QUEUED);
    }

    /** Makes the next attempt at a locked message due now. */
    public static void retryNow(
            Handle handle, EnvironmentId environment, MessageId id, Instant now) {
        MoveStore.retryNow(handle, environment, id, now);
    }

    /**
     * Deletes messages: those that wait in the queue leave it, and their payloads go, like those of
     * finished ones. What a node has in its hands is marked, and stays until it is out of them.
     *
     * @param messages locked with {@link LockedMessages#lockWithNodes}, none of them deleted
     */
    public static void delete(
            Handle handle,
            EnvironmentId environment,
            Collection<Message> messages,
            Actor by,
            Instant now) {
        List<Message> held = new ArrayList<>();
        List<MessageId> queued = new ArrayList<>();
        List<MessageId> finished = new ArrayList<>();
        List<PayloadStore.Key> payloads = new ArrayList<>();
        for (Message message : messages) {
            if (message.node() != null) {
                held.add(message);
            } else {
                (message.finishedAt() == null ? queued : finished).add(message.id());
                payloads.add(new PayloadStore.Key(environment, message.id(), message.payloadDay()));
            }
        }
        if (!held.isEmpty()) {
            MarkStore.insert(handle, held, by, now);
        }
        if (!finished.isEmpty()) {
            MoveStore.deleteFinished(handle, environment, finished, by, now);
        }
        if (!queued.isEmpty()) {
            count(
                    handle,
                    MoveStore.deleteQueued(handle, environment, queued, by, now),
                    Counted.DELETED);
        }
        PayloadStore.removeDeleted(handle, payloads);
    }

    /**
     * Ends those of {@code messages} that were deleted in the hands of a node and that this very
     * transaction, which holds the lock on the node's row, put into the queue without a holder.
     * They keep the state that is seen of them now; their marks and payloads go.
     */
    public static void endMarked(Handle handle, Collection<Key> messages, Instant now) {
        List<Moved> ended = MoveStore.endMarked(handle, messages, now);
        count(handle, ended, Counted.DELETED);
        PayloadStore.removeDeleted(
                handle,
                ended.stream()
                        .map(message ->
                                new PayloadStore.Key(
                                        message.key().environment(),
                                        message.key().id(),
                                        PayloadStore.day(message.payloadExpiresAt())))
                        .toList());
    }

    private static void count(Handle handle, List<Moved> moved, Counted becomes) {
        CountChanges changes = new CountChanges();
        for (Moved message : moved) {
            changes.moved(
                    message.key().environment(),
                    message.direction(),
                    message.target(),
                    message.createdAt(),
                    message.was(),
                    becomes);
        }
        changes.write(handle);
    }
}
