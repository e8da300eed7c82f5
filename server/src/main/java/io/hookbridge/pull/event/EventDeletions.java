package io.hookbridge.pull.event;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.message.Requester;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deletes events: their payloads are gone at once and nobody is given them any more, while their
 * rows stay to be seen in the log.
 */
public final class EventDeletions {

    private final Jdbi jdbi;
    private final EventStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public EventDeletions(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new EventStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of the wish to delete one event. */
    public sealed interface Outcome {

        /** It was there until now. */
        record Deleted(Instant at) implements Outcome {}

        /**
         * It had been deleted.
         *
         * @param at when that was
         */
        record AlreadyDeleted(Instant at) implements Outcome {}

        /** The endpoint has no such event. */
        record NotFound() implements Outcome {}
    }

    /**
     * Deletes each of these events for itself.
     *
     * @param events without repetitions
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    public SequencedMap<MessageId, Outcome> delete(
            Requester by, InboundEndpointId endpoint, List<MessageId> events) {
        requireEndpoint(by, endpoint);
        Instant now = now();
        return jdbi.inTransaction(handle -> {
            Map<MessageId, PullEvent> locked =
                    EventMoveStore.lock(handle, Set.of(by.environment()), events).stream()
                            .filter(event -> event.endpoint().equals(endpoint))
                            .collect(Collectors.toMap(PullEvent::id, Function.identity()));
            SequencedMap<MessageId, Outcome> outcomes = new LinkedHashMap<>();
            List<PullEvent> present = new ArrayList<>();
            for (MessageId id : events) {
                outcomes.put(id, judge(locked.get(id), present, now));
            }
            EventMoves.delete(handle, present, by.actor(), now);
            AuditStore.insert(
                    handle,
                    present.stream()
                            .map(event ->
                                    audit(by, "pull_event.deleted", event.id().toString(), now))
                            .toList());
            return outcomes;
        });
    }

    private static Outcome judge(@Nullable PullEvent event, List<PullEvent> present, Instant now) {
        if (event == null) {
            return new Outcome.NotFound();
        }
        PullEvent.Deletion deletion = event.deletion();
        if (deletion != null) {
            return new Outcome.AlreadyDeleted(deletion.at());
        }
        present.add(event);
        return new Outcome.Deleted(now);
    }

    /** How many events fit, up to {@code most}. */
    public int count(EventFilter filter, int most) {
        return find(filter, most).size();
    }

    /**
     * Deletes the earliest events that fit, in one transaction. One that is in another state by the
     * time it is deleted is left.
     *
     * @param most from 1 to 1000
     * @return those that were deleted, the earliest first
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    public List<MessageId> deleteAll(Requester by, EventFilter filter, int most) {
        List<MessageId> found = find(filter, most);
        if (found.isEmpty()) {
            return List.of();
        }
        Instant now = now();
        return jdbi.inTransaction(handle -> {
            List<PullEvent> present =
                    EventMoveStore.lock(handle, Set.of(by.environment()), found).stream()
                            .filter(event ->
                                    event.deletion() == null
                                            && filter.states().contains(event.state()))
                            .toList();
            EventMoves.delete(handle, present, by.actor(), now);
            if (!present.isEmpty()) {
                AuditStore.insert(
                        handle,
                        List.of(
                                by.audit(
                                        ids,
                                        now,
                                        "pull_events.deleted",
                                        filter.endpoint().toString(),
                                        "done",
                                        present.size() + " events")));
            }
            Set<MessageId> deleted =
                    present.stream().map(PullEvent::id).collect(Collectors.toSet());
            return found.stream().filter(deleted::contains).toList();
        });
    }

    private List<MessageId> find(EventFilter filter, int most) {
        Instant now = clock.instant();
        EventStore.Received received =
                store.received(filter.environment(), filter.endpoint(), now)
                        .orElseThrow(PullEvents::noEndpoint);
        return store.list(filter, PullEvents.first(filter, null, received), now, most).stream()
                .map(PullEvent::id)
                .toList();
    }

    private void requireEndpoint(Requester by, InboundEndpointId endpoint) {
        if (store.received(by.environment(), endpoint, clock.instant()).isEmpty()) {
            throw PullEvents.noEndpoint();
        }
    }

    /** As exact as it is told, so that a repeated deletion tells the same. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private AuditEvent audit(Requester by, String action, String subject, Instant now) {
        return by.audit(ids, now, action, subject, "done", null);
    }
}
