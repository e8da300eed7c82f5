package io.hookbridge.pull.event;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** {@code /v1/pull-endpoints/{id}/events}: what an endpoint has received to be fetched. */
public final class PullEventRoutes {

    static final String EVENTS = "/v1/pull-endpoints/{id}/events";
    static final String EVENT = EVENTS + "/{event_id}";

    private static final int USUAL_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_WAIT_SECONDS = 30;
    private static final int MOST_ACKNOWLEDGED = 1000;

    /** In a list with payloads, which has headers of up to 64 KiB with each. */
    private static final int MOST_WITH_PAYLOADS = 100;

    private static final long MOST_PAYLOAD_BYTES = 4L * 1024 * 1024;

    private static final String EVENT_IDS = "event_ids";

    private final PullEvents events;
    private final Acknowledgements acknowledgements;

    public PullEventRoutes(PullEvents events, Acknowledgements acknowledgements) {
        this.events = events;
        this.acknowledgements = acknowledgements;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", EVENTS, Permission.READ, Route.waiting(this::list))
                        .queryLists("status")
                        .query("event_type", "since", "before", "fetched_before")
                        .query("limit", "cursor", "wait", "payload"),
                Route.api("GET", EVENT, Permission.READ, this::get).query("preview"),
                Route.api("GET", EVENT + "/payload", Permission.READ, this::payload),
                Route.api("POST", EVENTS + "/ack", Permission.READ, this::acknowledge)
                        .members(EVENT_IDS));
    }

    private CompletionStage<Answer> list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        int wait = call.queryInteger("wait", 0, MAX_WAIT_SECONDS).orElse(0);
        EventFilter filter =
                new EventFilter(
                        environment(call),
                        endpoint(call),
                        call.queryList("status")
                                .map(EventState::listed)
                                .orElse(Set.of(EventState.STORED)),
                        call.query("event_type").orElse(null),
                        call.queryTime("since").orElse(null),
                        call.queryTime("before").orElse(null),
                        call.queryTime("fetched_before").orElse(null),
                        null);
        IdCursor after = IdCursor.of(call).orElse(null);
        boolean whole = flag(call, "payload") && !isForHead(call);
        return events.list(
                        call,
                        new PullEvents.Wanted(
                                filter, after == null ? null : receivedAt(after), limit + 1),
                        Duration.ofSeconds(wait))
                .thenApply(
                        found -> page(found, whole ? fitting(found, limit) : limit, after, whole));
    }

    private Answer page(List<PullEvent> found, int limit, @Nullable IdCursor after, boolean whole) {
        boolean more = found.size() > limit;
        List<PullEvent> page = more ? found.subList(0, limit) : found;
        IdCursor last = page.isEmpty() ? after : cursor(page.getLast());
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("has_more", more);
        // Empty at the end, as the reference has it of this list alone; others have null.
        meta.put("next_cursor", more && last != null ? last.toString() : "");
        meta.put("last_cursor", last == null ? null : last.toString());
        return Answer.ok(
                        whole
                                ? events.fetch(page).stream().map(PullEventRoutes::whole).toList()
                                : page.stream().map(EventView::listed).toList())
                .meta(meta);
    }

    /** How many of the first events have payloads that go into one answer; at least one. */
    private static int fitting(List<PullEvent> found, int limit) {
        int most = Math.min(Math.min(limit, MOST_WITH_PAYLOADS), found.size());
        long bytes = 0;
        int fitting = 0;
        while (fitting < most) {
            bytes += found.get(fitting).sizeBytes();
            if (fitting > 0 && bytes > MOST_PAYLOAD_BYTES) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    /**
     * An endpoint's events are in the order of their reception, so the cursor among them holds a
     * time, in microseconds, in the place of an id.
     */
    private static IdCursor cursor(PullEvent event) {
        return new IdCursor(
                new UUID(0, ChronoUnit.MICROS.between(Instant.EPOCH, event.receivedAt())));
    }

    private static Instant receivedAt(IdCursor cursor) {
        if (cursor.id().getMostSignificantBits() != 0
                || cursor.id().getLeastSignificantBits() < 0) {
            throw ApiError.invalidRequest("cursor must be the next_cursor of an earlier answer");
        }
        return Instant.EPOCH.plus(cursor.id().getLeastSignificantBits(), ChronoUnit.MICROS);
    }

    private Answer get(Call call) {
        boolean preview = flag(call, "preview");
        PullEvents.Fetched fetched =
                preview
                        ? events.preview(environment(call), endpoint(call), event(call))
                        : isForHead(call)
                                ? events.available(environment(call), endpoint(call), event(call))
                                : events.fetch(environment(call), endpoint(call), event(call));
        return Answer.ok(whole(fetched));
    }

    private static Map<String, Object> whole(PullEvents.Fetched fetched) {
        return fetched.payload()
                .map(payload -> EventView.whole(fetched.event(), payload.body(), payload.headers()))
                .orElseGet(() -> EventView.whole(fetched.event(), null, null));
    }

    /** Such a request changes nothing (RFC 9110, section 9.3.2). */
    private static boolean isForHead(Call call) {
        return call.method().equals("HEAD");
    }

    static boolean flag(Call call, String name) {
        String word = call.query(name).orElse("false");
        if (!word.equals("true") && !word.equals("false")) {
            throw ApiError.invalidRequest(name + " must be true or false");
        }
        return word.equals("true");
    }

    private Answer payload(Call call) {
        PullEvents.Fetched found = events.available(environment(call), endpoint(call), event(call));
        return Answer.download("payload", found.payload().orElseThrow().body());
    }

    private Answer acknowledge(Call call) {
        List<String> texts = call.json().texts(EVENT_IDS).orElse(List.of());
        if (texts.isEmpty() || texts.size() > MOST_ACKNOWLEDGED) {
            throw ApiError.invalidRequest(
                    EVENT_IDS + " must list 1 to " + MOST_ACKNOWLEDGED + " events");
        }
        List<MessageId> ids =
                IntStream.range(0, texts.size()).mapToObj(i -> listed(texts.get(i), i)).toList();
        Acknowledgements.Outcome outcome =
                acknowledgements.acknowledge(environment(call), endpoint(call), ids);
        return Answer.ok(
                Members.of(
                        "acknowledged",
                        outcome.acknowledged(),
                        "not_acknowledged",
                        outcome.skipped().stream()
                                .map(skipped ->
                                        Members.of(
                                                "event_id", skipped.id().toString(),
                                                "reason", skipped.reason().word()))
                                .toList()));
    }

    /** Whoever writes ids in capitals means the same ones (RFC 9562, section 4). */
    private static MessageId listed(String text, int place) {
        return MessageId.parse(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                        ApiError.invalidRequest(
                                EVENT_IDS + "[" + place + "] is no id of an event"));
    }

    static EnvironmentId environment(Call call) {
        return call.caller().environment().id();
    }

    /**
     * The endpoint that the path names.
     *
     * @throws ApiError {@code NOT_FOUND} if that is no id
     */
    static InboundEndpointId endpoint(Call call) {
        return InboundEndpointId.parse(call.path("id")).orElseThrow(PullEvents::noEndpoint);
    }

    /**
     * The event that the path names.
     *
     * @throws ApiError {@code NOT_FOUND} if that is no id
     */
    static MessageId event(Call call) {
        return MessageId.parse(call.path("event_id")).orElseThrow(PullEvents::noEvent);
    }
}
