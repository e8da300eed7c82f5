package io.hookbridge.message.action;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.DatabaseClock;
import io.hookbridge.message.LockedMessages;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
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
import java.util.Objects;
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
    public ReplayOutcome replay(Requester by, MessageId id) {
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
                        var some = replayFree(handle, by, rest, rule, rest.size());
                        AuditStore.insert(handle, audit(by, some));
                        return some;
                    }));
        }
        CrashPoint.REPLAY_COMMITTED.pass();
        wake(outcomes.values());
        return outcomes;
    }

    /**
     * Replays as many of {@code messages}, from the first on, as are free, within the transaction
     * of {@code handle}. Whoever calls this calls {@link #wake} after the commit.
     *
     * @param messages not empty, without repetitions
     * @param most how many are queued at the most, at least 1; it ends with the last of them
     * @return the outcomes of a beginning of {@code messages}, never empty
     */
    public SequencedMap<MessageId, ReplayOutcome> replayFree(
            Handle handle, Requester by, List<MessageId> messages, ReplayRule rule, int most) {
        Instant now = clock.instant();
        LockedMessages locked = LockedMessages.lock(handle, by, messages);
        SequencedMap<MessageId, ReplayOutcome> outcomes = new LinkedHashMap<>();
        List<Message> replayed = new ArrayList<>();
        for (var judged :
                judge(handle, by.environment(), locked.settled(), locked.found(), rule)
                        .entrySet()) {
            if (replayed.size() == most) {
                break;
            }
            outcomes.put(judged.getKey(), judged.getValue());
            if (judged.getValue() instanceof ReplayOutcome.Queued) {
                replayed.add(Objects.requireNonNull(locked.found().get(judged.getKey())));
            }
        }
        Moves.requeue(handle, by.environment(), replayed, now);
        CrashPoint.REPLAY_MOVED.pass();
        return outcomes;
    }

    /** What would become of each of {@code messages} if it were replayed now, in their order. */
    public SequencedMap<MessageId, ReplayOutcome> preview(
            Requester by, List<MessageId> messages, ReplayRule rule) {
        return jdbi.withHandle(handle ->
                judge(
                        handle,
                        by.environment(),
                        messages,
                        MessageStore.find(handle, by.environment(), by.direction(), messages),
                        rule));
    }

    private static SequencedMap<MessageId, ReplayOutcome> judge(
            Handle handle,
            EnvironmentId environment,
            List<MessageId> messages,
            Map<MessageId, Message> found,
            ReplayRule rule) {
        Instant now = DatabaseClock.now(handle);
        SequencedMap<MessageId, ReplayOutcome> outcomes = new LinkedHashMap<>();
        List<Message> candidates = new ArrayList<>();
        for (MessageId id : messages) {
            Message message = found.get(id);
            if (message == null) {
                outcomes.put(id, new ReplayOutcome.NotFound());
            } else {
                outcomes.put(
                        id,
                        rule.objection(message, now)
                                .orElseGet(() -> {
                                    candidates.add(message);
                                    return new ReplayOutcome.Queued(message.target());
                                }));
            }
        }
        Map<MessageId, ReplayRule.Remains> remains =
                ReplayStore.remains(handle, environment, candidates);
        for (Message message : candidates) {
            ReplayRule.objection(remains.getOrDefault(message.id(), ReplayRule.Remains.NOTHING))
                    .ifPresent(objection -> outcomes.put(message.id(), objection));
        }
        return outcomes;
    }

    /** Tells of the targets whose messages are queued now. */
    public void wake(Iterable<ReplayOutcome> outcomes) {
        Set<TargetId> targets = new HashSet<>();
        for (ReplayOutcome outcome : outcomes) {
            if (outcome instanceof ReplayOutcome.Queued(var target)) {
                targets.add(target);
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
