package io.hookbridge.pull.event;

import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches the events of a page of a list together, and notes that in one transaction. */
final class FetchPage {

    private final Jdbi jdbi;
    private final SealedHeaders heads;
    private final ColdPayloads cold;
    private final InstantSource clock;

    FetchPage(Jdbi jdbi, SealedHeaders heads, ColdPayloads cold, InstantSource clock) {
        this.jdbi = jdbi;
        this.heads = heads;
        this.cold = cold;
        this.clock = clock;
    }

    /**
     * The events as they are when it is noted that they were fetched, with their payloads. Those
     * are left out that were deleted since they were listed. One whose payload the cold storage has
     * lost comes without it, and counts as fetched: else the same page would come for good.
     *
     * @param page of one endpoint, in the order of the list
     */
    List<PullEvents.Fetched> fetch(List<PullEvent> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<MessageId> stored =
                page.stream()
                        .filter(event -> event.state() == EventState.STORED)
                        .map(PullEvent::id)
                        .toList();
        // Before anything is noted: one that lies in the cold storage may not be had now.
        Map<MessageId, Optional<EventPayload>> payloads =
                opened(jdbi.withHandle(handle -> EventStore.payloads(handle, page, heads)));
        return stored.isEmpty()
                ? withPayloads(page, payloads, Map.of())
                : withPayloads(
                        page,
                        payloads,
                        jdbi.inTransaction(handle -> {
                            List<PullEvent> locked =
                                    EventMoveStore.lock(
                                            handle, Set.of(page.getFirst().environment()), stored);
                            return EventMoves.fetch(handle, locked, clock.instant());
                        }));
    }

    /** By the events that are there; empty for those whose payloads are lost. */
    private Map<MessageId, Optional<EventPayload>> opened(
            Map<MessageId, EventStore.Stored> stored) {
        Map<MessageId, StoredPayload> payloads = new HashMap<>();
        stored.forEach((id, each) -> payloads.put(id, each.payload()));
        Map<MessageId, byte[]> read = cold.readAllButLost(payloads);
        Map<MessageId, Optional<EventPayload>> opened = new HashMap<>();
        stored.forEach((id, each) ->
                opened.put(
                        id,
                        Optional.ofNullable(read.get(id))
                                .map(body -> new EventPayload(body, each.head()))));
        return opened;
    }

    /**
     * @param now those that are not as they were listed
     */
    private static List<PullEvents.Fetched> withPayloads(
            List<PullEvent> page,
            Map<MessageId, Optional<EventPayload>> payloads,
            Map<MessageId, PullEvent> now) {
        List<PullEvents.Fetched> fetched = new ArrayList<>(page.size());
        for (PullEvent listed : page) {
            PullEvent event = now.getOrDefault(listed.id(), listed);
            Optional<EventPayload> payload = payloads.get(event.id());
            if (payload != null && event.deletion() == null) {
                fetched.add(new PullEvents.Fetched(event, payload));
            }
        }
        return fetched;
    }
}
