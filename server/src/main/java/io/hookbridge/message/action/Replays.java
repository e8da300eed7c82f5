package io.hookbridge.message.action;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.message.LockedMessages;
import io.hookbridge.message.Message;
import io.hookbridge.message.Moves;
import io.hookbridge.message.Requester;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/** Queues messages once more. */
public final class Replays {

    private final Jdbi jdbi;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Consumer<TargetId> due;

    /**
     * @param due is told, after the commit, of endpoints that have messages to be delivered now
     */
    public Replays(Jdbi jdbi, Uuid7 ids, InstantSource clock, Consumer<TargetId> due) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.due = due;
    }

    /** Replays one message. */
    ReplayOutcome replay(Requester by, MessageId id) {
        return replay(by, List.of(id), ReplayRule.ANY).firstEntry().getValue();
    }

    /** Replays one message if it is a dead letter, however often it was replayed. */
    public ReplayOutcome replayDeadLetter(Requester by, MessageId id) {
        return replay(by, List.of(id), ReplayRule.DEAD_LETTER).firstEntry().getValue();
    }

    /**
     * Replays each of these messages for itself.
     *
     * @param messages without repetitions
     */
    SequencedMap<MessageId, ReplayOutcome> replay(Requester by, List<MessageId> messages) {
        return replay(by, messages, ReplayRule.ANY);
    }

    private SequencedMap<MessageId, ReplayOutcome> replay(
            Requester by, List<MessageId> messages, ReplayRule rule) {
        SequencedMap<MessageId, ReplayOutcome> outcomes = new LinkedHashMap<>();
        while (outcomes.size() < messages.size()) {
            List<MessageId> rest = messages.subList(outcomes.size(), messages.size());
            outcomes.putAll(
                    jdbi.inTransaction(handle -> {
                        var some = replayFree(handle, by.project(), rest, rule);
                        AuditStore.insert(handle, audit(by, some));
                        return some;
                    }));
        }
        wake(outcomes.values());
        return outcomes;
    }

    /**
     * Replays as many of {@code messages}, from the first on, as are free, within the transaction
     * of {@code handle}. Whoever calls this calls {@link #wake} after the commit.
     *
     * @param messages not empty, without repetitions
     * @return the outcomes of a beginning of {@code messages}, never empty
     */
    public SequencedMap<MessageId, ReplayOutcome> replayFree(
            Handle handle, ProjectId project, List<MessageId> messages, ReplayRule rule) {
        Instant now = clock.instant();
        LockedMessages locked = LockedMessages.lock(handle, project, messages);
        SequencedMap<MessageId, ReplayOutcome> outcomes = new LinkedHashMap<>();
        List<Message> candidates = new ArrayList<>();
        for (MessageId id : locked.settled()) {
            Message message = locked.found().get(id);
            if (message == null) {
                outcomes.put(id, new ReplayOutcome.NotFound());
            } else {
                outcomes.put(
                        id,
                        rule.objection(message, now)
                                .orElseGet(() -> {
                                    candidates.add(message);
                                    return new ReplayOutcome.Queued(message.endpoint());
                                }));
            }
        }
        if (!candidates.isEmpty()) {
            requeue(handle, project, candidates, outcomes, now);
        }
        return outcomes;
    }

    private static void requeue(
            Handle handle,
            ProjectId project,
            List<Message> candidates,
            Map<MessageId, ReplayOutcome> outcomes,
            Instant now) {
        Map<MessageId, ReplayRule.Remains> remains = ReplayStore.remains(handle, candidates);
        List<Message> replayable = new ArrayList<>();
        for (Message message : candidates) {
            ReplayRule.objection(remains.getOrDefault(message.id(), ReplayRule.Remains.NOTHING))
                    .ifPresentOrElse(
                            objection -> outcomes.put(message.id(), objection),
                            () -> replayable.add(message));
        }
        Moves.requeue(handle, project, replayable, now);
    }

    /** Tells of the targets whose messages are queued now. */
    public void wake(Iterable<ReplayOutcome> outcomes) {
        Set<TargetId> targets = new HashSet<>();
        for (ReplayOutcome outcome : outcomes) {
            if (outcome instanceof ReplayOutcome.Queued(var endpoint)) {
                targets.add(TargetId.of(endpoint));
            }
        }
        targets.forEach(due);
    }

    private List<AuditEvent> audit(Requester by, Map<MessageId, ReplayOutcome> outcomes) {
        Instant now = clock.instant();
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ReplayOutcome.Queued)
                .map(entry ->
                        by.audit(
                                ids,
                                now,
                                "message.replayed",
                                entry.getKey().toString(),
                                "done",
                                null))
                .toList();
    }
}
