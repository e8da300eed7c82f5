package io.hookbridge.message.action;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.message.LockedMessages;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.Moves;
import io.hookbridge.message.Requester;
import io.hookbridge.message.accept.IdempotencyKeyStore;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Deletes messages. Once that is answered, no attempt at them begins any more; for those that a
 * node has in its hands, the answer waits for it.
 */
public final class Deletions {

    private static final Set<MessageStatus> ANY = EnumSet.allOf(MessageStatus.class);

    private final Jdbi jdbi;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final AwaitNodes nodes;

    /**
     * @param marked has the nodes look for deleted messages among those that they have in their
     *     hands
     */
    public Deletions(Jdbi jdbi, Uuid7 ids, InstantSource clock, Ticker ticker, Runnable marked) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.nodes = new AwaitNodes(jdbi, ticker, marked);
    }

    /**
     * Deletes each of these messages for itself.
     *
     * @param messages without repetitions
     */
    public SequencedMap<MessageId, DeletionOutcome> delete(Requester by, List<MessageId> messages) {
        SequencedMap<MessageId, DeletionOutcome> outcomes = new LinkedHashMap<>();
        while (outcomes.size() < messages.size()) {
            List<MessageId> rest = messages.subList(outcomes.size(), messages.size());
            outcomes.putAll(
                    jdbi.inTransaction(handle -> {
                        var some = deleteFree(handle, by, rest, ANY);
                        AuditStore.insert(handle, audit(by, some));
                        return some;
                    }));
        }
        CrashPoint.DELETE_COMMITTED.pass();
        await(by.environment(), outcomes);
        CrashPoint.DELETE_AWAITED.pass();
        return outcomes;
    }

    /**
     * Returns when no attempt begins any more at the messages that these outcomes call deleted.
     *
     * @throws ApiError {@code SERVICE_UNAVAILABLE} if that took too long; they are deleted all the
     *     same
     */
    public void await(EnvironmentId environment, Map<MessageId, DeletionOutcome> outcomes) {
        nodes.await(
                environment,
                outcomes.entrySet().stream()
                        .filter(entry -> !(entry.getValue() instanceof DeletionOutcome.NotFound))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /**
     * Deletes as many of {@code messages}, from the first on, as are free, within the transaction
     * of {@code handle}. Whoever calls this calls {@link #await} after the commit.
     *
     * @param messages not empty, without repetitions
     * @param among the states they may be in when they are deleted
     * @return the outcomes of a beginning of {@code messages}, never empty
     */
    public SequencedMap<MessageId, DeletionOutcome> deleteFree(
            Handle handle, Requester by, List<MessageId> messages, Set<MessageStatus> among) {
        // As exact as it is told, so that a repeated deletion tells the same.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LockedMessages locked = LockedMessages.lockWithNodes(handle, by, messages);
        SequencedMap<MessageId, DeletionOutcome> outcomes = new LinkedHashMap<>();
        List<Message> present = new ArrayList<>();
        for (MessageId id : locked.settled()) {
            Message message = locked.found().get(id);
            if (message == null || !among.contains(message.status())) {
                outcomes.put(id, new DeletionOutcome.NotFound());
            } else if (message.deletion() != null) {
                outcomes.put(id, new DeletionOutcome.AlreadyDeleted(message.deletion().at()));
            } else {
                outcomes.put(id, new DeletionOutcome.Deleted(now));
                present.add(message);
            }
        }
        if (!present.isEmpty()) {
            Moves.delete(handle, by.environment(), present, by.actor(), now);
            CrashPoint.DELETE_MARKED.pass();
            IdempotencyKeyStore.free(handle, present);
            CrashPoint.DELETE_KEYS_FREED.pass();
        }
        return outcomes;
    }

    private List<AuditEvent> audit(Requester by, Map<MessageId, DeletionOutcome> outcomes) {
        Instant now = clock.instant();
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof DeletionOutcome.Deleted)
                .map(entry ->
                        by.audit(
                                ids,
                                now,
                                "message.deleted",
                                entry.getKey().toString(),
                                "done",
                                null))
                .toList();
    }
}
