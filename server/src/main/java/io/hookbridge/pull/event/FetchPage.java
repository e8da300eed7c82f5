package io.hookbridge.pull.event;

import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.target.SealedHeaders;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches the events of a page of a list together, in one transaction. */
final class FetchPage {

    private final Jdbi jdbi;
    private final SealedHeaders heads;
    private final InstantSource clock;

    FetchPage(Jdbi jdbi, SealedHeaders heads, InstantSource clock) {
        this.jdbi = jdbi;
        this.heads = heads;
        this.clock = clock;
    }

    /**
     * The events as they are when it is noted that they were fetched, with their payloads. Those
     * are left out that were deleted since they were listed.
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
        return stored.isEmpty()
                ? jdbi.withHandle(handle -> withPayloads(handle, page, Map.of()))
                : jdbi.inTransaction(handle -> {
                    List<PullEvent> locked =
                            EventMoveStore.lock(
                                    handle, Set.of(page.getFirst().environment()), stored);
                    return withPayloads(
                            handle, page, EventMoves.fetch(handle, locked, clock.instant()));
                });
    }

    /**
     * @param now those that are not as they were listed
     */
    private List<PullEvents.Fetched> withPayloads(
            Handle handle, List<PullEvent> page, Map<MessageId, PullEvent> now) {
        Map<MessageId, EventPayload> payloads = EventStore.payloads(handle, page, heads);
        List<PullEvents.Fetched> fetched = new ArrayList<>(page.size());
        for (PullEvent listed : page) {
            PullEvent event = now.getOrDefault(listed.id(), listed);
            EventPayload payload = payloads.get(event.id());
            if (payload != null && event.deletion() == null) {
                fetched.add(new PullEvents.Fetched(event, Optional.of(payload)));
            }
        }
        return fetched;
    }
}
