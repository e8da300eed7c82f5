package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.ApiError;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Acknowledges events: whoever fetched them has done with them what he had to. An event is
 * acknowledged once, however many ask for it at the same time.
 */
public final class Acknowledgements {

    private final Jdbi jdbi;
    private final EventStore store;
    private final InstantSource clock;

    public Acknowledgements(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new EventStore(jdbi);
        this.clock = clock;
    }

    /** Why an event was not acknowledged by a request. */
    public enum Reason {
        /** The endpoint has no such event. */
        UNKNOWN,
        /** It was acknowledged before. */
        DELIVERED,
        DELETED,
        EXPIRED,
        /** The request lists it before. */
        REPEATED;

        /** The word used in JSON. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event that was not acknowledged by a request. */
    public record Skipped(MessageId id, Reason reason) {}

    /**
     * What became of a request.
     *
     * @param acknowledged how many events it acknowledged
     * @param skipped all others, in the order of the request
     */
    public record Outcome(int acknowledged, List<Skipped> skipped) {}

    /**
     * Acknowledges each of these events for itself, fetched or not.
     *
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    public Outcome acknowledge(
            EnvironmentId environment, InboundEndpointId endpoint, List<MessageId> ids) {
        Instant now = clock.instant();
        if (store.received(environment, endpoint, now).isEmpty()) {
            throw PullEvents.noEndpoint();
        }
        return jdbi.inTransaction(handle -> {
            Map<MessageId, PullEvent> locked =
                    EventMoveStore.lock(handle, Set.of(environment), Set.copyOf(ids)).stream()
                            .filter(event -> event.endpoint().equals(endpoint))
                            .collect(Collectors.toMap(PullEvent::id, Function.identity()));
            List<PullEvent> acknowledged = new ArrayList<>();
            List<Skipped> skipped = new ArrayList<>();
            Set<MessageId> before = new HashSet<>();
            for (MessageId id : ids) {
                Optional<Reason> why =
                        before.add(id) ? whyNot(locked.get(id), now) : Optional.of(Reason.REPEATED);
                why.ifPresentOrElse(
                        reason -> skipped.add(new Skipped(id, reason)),
                        () -> acknowledged.add(Objects.requireNonNull(locked.get(id))));
            }
            EventMoves.deliver(handle, acknowledged, now);
            return new Outcome(acknowledged.size(), skipped);
        });
    }

    private static Optional<Reason> whyNot(@Nullable PullEvent event, Instant now) {
        if (event == null) {
            return Optional.of(Reason.UNKNOWN);
        }
        if (event.deletion() != null) {
            return Optional.of(Reason.DELETED);
        }
        if (event.state() == EventState.DELIVERED) {
            return Optional.of(Reason.DELIVERED);
        }
        return event.isExpired(now) ? Optional.of(Reason.EXPIRED) : Optional.empty();
    }
}
