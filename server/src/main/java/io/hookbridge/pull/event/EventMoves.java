package io.hookbridge.pull.event;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.HotStatement;
import io.hookbridge.message.CountChanges;
import io.hookbridge.message.Counted;
import io.hookbridge.message.action.ReceivedPayloadStore;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that can happen to an event after it was stored, each within the caller's transaction
 * together with its count. An event is counted in the minute in which it was received, whatever
 * becomes of it when.
 *
 * <pre>
 *   stored ---- fetch ----&gt; fetched
 *      |                       |
 *      '------ deliver --------+----&gt; delivered
 *
 *   any ---- delete ----&gt; as it was, with the deletion
 * </pre>
 */
final class EventMoves {

    private EventMoves() {}

    /**
     * Moves those of the locked events on that nobody has fetched yet.
     *
     * @return all of them as they are then
     */
    static Map<MessageId, PullEvent> fetch(Handle handle, List<PullEvent> locked, Instant now) {
        // As exact as it is told the next time.
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        Map<MessageId, PullEvent> after = new HashMap<>();
        List<PullEvent> stored = new ArrayList<>();
        for (PullEvent event : locked) {
            boolean moves = event.state() == EventState.STORED && event.deletion() == null;
            if (moves) {
                stored.add(event);
            }
            after.put(event.id(), moves ? event.fetched(at) : event);
        }
        if (!stored.isEmpty()) {
            HotStatement.Together together = new HotStatement.Together();
            EventMoveStore.fetch(together, stored, at);
            counts(stored, Counted.FETCHED).write(together);
            together.run(handle);
        }
        return after;
    }

    /**
     * @param locked none of them delivered or deleted
     */
    static void deliver(Handle handle, List<PullEvent> locked, Instant now) {
        if (!locked.isEmpty()) {
            HotStatement.Together together = new HotStatement.Together();
            EventMoveStore.deliver(together, locked, now);
            counts(locked, Counted.SUCCEEDED).write(together);
            together.run(handle);
        }
    }

    /**
     * The payloads go, and the keys by which repetitions are known are free.
     *
     * @param locked none of them deleted
     */
    static void delete(Handle handle, List<PullEvent> locked, Actor by, Instant now) {
        if (locked.isEmpty()) {
            return;
        }
        EventMoveStore.delete(handle, locked, by, now);
        counts(
                        locked.stream()
                                .filter(event -> event.state() != EventState.DELIVERED)
                                .toList(),
                        Counted.DELETED)
                .write(handle);
        ReceivedPayloadStore.remove(
                handle,
                locked.stream()
                        .map(event ->
                                new ReceivedPayloadStore.Key(
                                        event.environment(),
                                        event.endpoint(),
                                        event.id(),
                                        event.payloadDay()))
                        .toList());
    }

    private static CountChanges counts(List<PullEvent> events, Counted becomes) {
        CountChanges counts = new CountChanges();
        for (PullEvent event : events) {
            counts.moved(
                    event.environment(),
                    Direction.PULL,
                    TargetId.of(event.endpoint()),
                    event.receivedAt(),
                    event.state().counted(),
                    becomes);
        }
        return counts;
    }
}
