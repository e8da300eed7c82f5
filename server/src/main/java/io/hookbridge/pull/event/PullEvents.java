package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.cold.ColdPayloads;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Lists and fetches the events of one environment; one of another environment, or of a deleted
 * endpoint, does not exist here. Refusals are thrown as {@link ApiError}.
 */
public final class PullEvents implements AutoCloseable {

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    /** No more events of one state are counted. */
    public static final int MOST_COUNTED = EventStore.MOST_COUNTED;

    /** While others come in than those that are waited for. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final EventStore store;
    private final SealedHeaders heads;
    private final FetchPage pages;
    private final ColdPayloads cold;
    private final EventWaits waits;
    private final MarkFetched marks;
    private final InstantSource clock;
    private final Ticker ticker;

    public PullEvents(
            Jdbi jdbi,
            SecretBox secrets,
            EventWaits waits,
            ColdPayloads cold,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters) {
        this.store = new EventStore(jdbi);
        this.heads = new SealedHeaders(secrets);
        this.pages = new FetchPage(jdbi, heads, cold, clock);
        this.cold = cold;
        this.waits = waits;
        this.marks = new MarkFetched(jdbi, clock, meters);
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Which events are wanted.
     *
     * @param after when the last event was received that is not wanted; null to begin with the
     *     earliest
     * @param most at least 1
     */
    record Wanted(EventFilter filter, @Nullable Instant after, int most) {}

    /**
     * The events that are wanted, the earliest first. If there are none, this waits for some.
     *
     * @param call who asks; once the caller has gone, nothing is waited for
     * @param wait how long at the most
     * @return ends on a thread that may block
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint; if it is deleted
     *     meanwhile, the stage ends with that; {@code RATE_LIMIT_EXCEEDED} if too many wait
     */
    CompletionStage<List<PullEvent>> list(Call call, Wanted wanted, Duration wait) {
        long began = ticker.nanos();
        Look look = look(wanted);
        if (!look.found().isEmpty() || wait.isZero()) {
            return CompletableFuture.completedFuture(look.found());
        }
        EventWaits.Place place = waits.enter(call.caller().tenant(), wanted.filter().environment());
        call.watch(place);
        return await(place, wanted, look, began, began + wait.toNanos())
                .whenComplete((_, _) -> place.close());
    }

    /**
     * The same without waiting.
     *
     * @param after when the last event was received that is not wanted; null to begin with the
     *     earliest
     * @param most at least 1
     * @throws ApiError {@code NOT_FOUND} if the environment has no such endpoint
     */
    public List<PullEvent> page(EventFilter filter, @Nullable Instant after, int most) {
        return look(new Wanted(filter, after, most)).found();
    }

    /**
     * What was found by one look.
     *
     * @param lastAt when the endpoint had received its last event before; null if it never received
     *     any
     */
    private record Look(List<PullEvent> found, @Nullable Instant lastAt) {}

    private Look look(Wanted wanted) {
        Instant now = clock.instant();
        EventFilter filter = wanted.filter();
        // Before the list, so that what comes in between ends the wait.
        EventStore.Received received =
                store.received(filter.environment(), filter.endpoint(), now)
                        .orElseThrow(PullEvents::noEndpoint);
        return new Look(
                store.list(filter, first(filter, wanted.after(), received), now, wanted.most()),
                received.lastAt());
    }

    /**
     * Looks again when something more has come.
     *
     * @param last found nothing
     * @param from not before that, by the ticker, in nanoseconds
     */
    private CompletionStage<List<PullEvent>> await(
            EventWaits.Place place, Wanted wanted, Look last, long from, long until) {
        return place.await(wanted.filter().endpoint(), last.lastAt(), from, until)
                .thenComposeAsync(
                        end ->
                                switch (end) {
                                    case RECEIVED -> lookAgain(place, wanted, until);
                                    case OVER -> CompletableFuture.completedFuture(last.found());
                                },
                        OWN_THREADS);
    }

    private CompletionStage<List<PullEvent>> lookAgain(
            EventWaits.Place place, Wanted wanted, long until) {
        long now = ticker.nanos();
        Look look = look(wanted);
        return !look.found().isEmpty() || now - until >= 0
                ? CompletableFuture.completedFuture(look.found())
                // What came was nothing that is wanted, and that may go on.
                : await(place, wanted, look, now + BETWEEN_LOOKS.toNanos(), until);
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
     * #MOST_COUNTED} of one state are counted.
     */
    public Map<EventState, Long> counts(EnvironmentId environment, InboundEndpointId endpoint) {
        return counts(environment, endpoint, EnumSet.allOf(EventState.class));
    }

    /** The same of these states alone. */
    public Map<EventState, Long> counts(
            EnvironmentId environment, InboundEndpointId endpoint, Set<EventState> states) {
        Instant now = clock.instant();
        return store.counts(
                environment,
                endpoint,
                states,
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
    public record Fetched(PullEvent event, Optional<EventPayload> payload) {}

    /**
     * An event with its payload, as it is; nothing is noted.
     *
     * @throws ApiError {@code NOT_FOUND}
     */
    public Fetched preview(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        PullEvent event = store.find(environment, endpoint, id).orElseThrow(PullEvents::noEvent);
        Optional<EventPayload> payload =
                event.deletion() != null || event.isExpired(clock.instant())
                        ? Optional.empty()
                        : store.payload(event, heads)
                                .map(stored ->
                                        new EventPayload(
                                                cold.read(stored.payload()), stored.head()));
        return new Fetched(event, payload);
    }

    /**
     * The same of one that can be fetched.
     *
     * @throws ApiError {@code NOT_FOUND}, {@code MESSAGE_DELETED}, {@code RETENTION_EXPIRED}
     */
    public Fetched available(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
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

    /**
     * Fetches the events of a page together; those that were deleted since they were listed are
     * left out.
     *
     * @param page of one endpoint, as it was listed
     */
    List<Fetched> fetch(List<PullEvent> page) {
        return pages.fetch(page);
    }

    /** Notes what was fetched. */
    @Override
    public void close() {
        marks.close();
    }
}
