package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Lists and fetches the events of one environment; one of another environment, or of a deleted
 * endpoint, does not exist here. Refusals are thrown as {@link ApiError}.
 */
public final class PullEvents implements AutoCloseable {

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final EventStore store;
    private final SealedHeaders heads;
    private final EventWaits waits;
    private final MarkFetched marks;
    private final InstantSource clock;
    private final Ticker ticker;

    public PullEvents(
            Jdbi jdbi,
            SecretBox secrets,
            EventWaits waits,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters) {
        this.store = new EventStore(jdbi);
        this.heads = new SealedHeaders(secrets);
        this.waits = waits;
        this.marks = new MarkFetched(jdbi, clock, meters);
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * The events that follow {@code after}, the earliest first. If there are none, this waits for
     * some.
     *
     * @param after when the last event was received that is not wanted; null to begin with the
     *     earliest
     * @param most at least 1
     * @param wait how long at the most
     * @return ends on a thread that may block
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint; if it is deleted
     *     meanwhile, the stage ends with that
     */
    CompletionStage<List<PullEvent>> list(
            EventFilter filter, @Nullable Instant after, int most, Duration wait) {
        return look(filter, after, most, ticker.nanos() + wait.toNanos());
    }

    private CompletionStage<List<PullEvent>> look(
            EventFilter filter, @Nullable Instant after, int most, long until) {
        Instant now = clock.instant();
        // Before the list, so that what comes in between ends the wait.
        EventStore.Received received =
                store.received(filter.environment(), filter.endpoint(), now)
                        .orElseThrow(PullEvents::noEndpoint);
        List<PullEvent> found = store.list(filter, first(filter, after, received), now, most);
        if (!found.isEmpty() || ticker.nanos() - until >= 0) {
            return CompletableFuture.completedFuture(found);
        }
        return waits.await(filter.environment(), filter.endpoint(), received.lastAt(), until)
                .thenComposeAsync(
                        end ->
                                switch (end) {
                                    case RECEIVED -> look(filter, after, most, until);
                                    case OVER -> CompletableFuture.completedFuture(found);
                                },
                        OWN_THREADS);
    }

    /** The earliest time at which something that is wanted may have been received. */
    static Instant first(
            EventFilter filter, @Nullable Instant after, EventStore.Received received) {
        Instant first = received.earliest();
        if (filter.since() != null && filter.since().isAfter(first)) {
            first = filter.since();
        }
        // No two events of an endpoint were received at the same time, as the database counts it.
        Instant next = after == null ? first : after.plus(1, ChronoUnit.MICROS);
        return next.isAfter(first) ? next : first;
    }

    /**
     * How many events the endpoint has that can be fetched, by their state; no more than {@link
     * EventStore#MOST_COUNTED} of one state are counted.
     */
    public Map<EventState, Long> counts(EnvironmentId environment, InboundEndpointId endpoint) {
        Instant now = clock.instant();
        return store.counts(
                environment,
                endpoint,
                store.received(environment, endpoint, now)
                        .orElseThrow(PullEvents::noEndpoint)
                        .earliest(),
                now);
    }

    /** The refusal for an endpoint that is not there, or is somebody else's. */
    public static ApiError noEndpoint() {
        return ApiError.notFound("Pull endpoint not found");
    }

    /** The refusal for an event that is not there, or is somebody else's. */
    static ApiError noEvent() {
        return ApiError.notFound("Event not found");
    }

    /**
     * An event as somebody sees it who asks for its payload.
     *
     * @param payload empty if it is there no more
     */
    record Fetched(PullEvent event, Optional<EventStore.Payload> payload) {}

    /**
     * An event with its payload, as it is; nothing is noted.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    Fetched preview(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        PullEvent event = store.find(environment, endpoint, id).orElseThrow(PullEvents::noEvent);
        Optional<EventStore.Payload> payload =
                event.deletion() != null || event.isExpired(clock.instant())
                        ? Optional.empty()
                        : store.payload(event, heads);
        return new Fetched(event, payload);
    }

    /**
     * The same of one that can be fetched.
     *
     * @throws ApiError {@code NOT_FOUND}, {@code MESSAGE_DELETED}, {@code RETENTION_EXPIRED}
     */
    Fetched available(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        Fetched found = preview(environment, endpoint, id);
        if (found.event().deletion() != null) {
            throw new ApiError(ErrorCode.MESSAGE_DELETED, "the event was deleted");
        }
        if (found.payload().isEmpty()) {
            throw new ApiError(
                    ErrorCode.RETENTION_EXPIRED, "the time for which the event is kept is over");
        }
        return found;
    }

    /**
     * The same, and it is noted that it was fetched.
     *
     * @throws ApiError as {@link #available}
     */
    Fetched fetch(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        Fetched found = available(environment, endpoint, id);
        if (found.event().state() != EventState.STORED) {
            return found;
        }
        return new Fetched(marks.mark(found.event()), found.payload());
    }

    /** Notes what was fetched. */
    @Override
    public void close() {
        marks.close();
    }
}
