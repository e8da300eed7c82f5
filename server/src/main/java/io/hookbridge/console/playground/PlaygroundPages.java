package io.hookbridge.console.playground;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.outbound.send.SendRepeatedly;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code …/playground}: sends by hand what programs send otherwise. */
public final class PlaygroundPages {

    private static final String PATH = Section.PLAYGROUND.path();
    private static final int MOST_ENDPOINTS = 100;
    private static final int SHOWN = 20;

    private final PlaygroundDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public PlaygroundPages(
            PlaygroundDesk desk, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.SEND, this::show),
                visits.postIn(PATH, Permission.SEND, this::send));
    }

    private Answer show(ConsoleVisit visit, Place place) {
        String endpoint = visit.call().query("endpoint").orElse("");
        Example example = visit.call().query("example").flatMap(Example::of).orElse(Example.ORDER);
        PlaygroundPage.Sent sent =
                visit.call()
                        .queryTime("since")
                        .flatMap(since ->
                                EndpointId.parse(endpoint).map(id -> sent(place, id, since)))
                        .orElse(null);
        return show(visit, place, 200, new Typed(endpoint, example.payload(), 1), null, sent);
    }

    /** What stands in the form. */
    private record Typed(String endpoint, String payload, int times) {

        static Typed of(Form form) {
            return new Typed(
                    form.text("endpoint"),
                    form.secret("payload"),
                    WholeNumber.parse(form.text("times"), 1, SendRepeatedly.MOST).orElse(1));
        }
    }

    private Answer show(
            ConsoleVisit visit,
            Place place,
            int status,
            Typed typed,
            @Nullable String alert,
            PlaygroundPage.@Nullable Sent sent) {
        String path = place.path(PATH);
        return pages.show(
                status,
                "console/playground.jte",
                new PlaygroundPage(
                        visit.shell(Section.PLAYGROUND, place),
                        path,
                        place.path(Section.START.path()),
                        desk
                                .endpoints()
                                .list(place.environment().id(), null, MOST_ENDPOINTS)
                                .stream()
                                .map(endpoint ->
                                        new PlaygroundPage.Choice(
                                                endpoint.id().toString(), endpoint.url()))
                                .toList(),
                        typed.endpoint(),
                        typed.payload(),
                        typed.times(),
                        Stream.of(Example.values())
                                .map(each ->
                                        new PlaygroundPage.Choice(
                                                path + "?example=" + each.word(), each.title()))
                                .toList(),
                        alert,
                        sent));
    }

    private Answer send(ConsoleVisit visit, Place place, Form form) {
        Typed typed = Typed.of(form);
        Optional<EndpointId> endpoint = EndpointId.parse(typed.endpoint());
        if (endpoint.isEmpty()) {
            return show(visit, place, 422, typed, "Choose an endpoint.", null);
        }
        // Just before it, as exact as the database is.
        Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SendRepeatedly.Outcome outcome;
        try {
            outcome =
                    desk.send()
                            .send(
                                    visit.caller(place),
                                    endpoint.get(),
                                    typed.payload().getBytes(StandardCharsets.UTF_8),
                                    typed.times());
        } catch (ApiError refusal) {
            return show(visit, place, 422, typed, sentence(refusal) + " Nothing was sent.", null);
        }
        if (outcome.refusal().isPresent()) {
            return show(
                    visit,
                    place,
                    422,
                    typed,
                    (outcome.sent() == 0
                                    ? "Nothing was sent: "
                                    : Words.count(outcome.sent(), "event") + " went out, then: ")
                            + outcome.refusal().get().message()
                            + ".",
                    outcome.sent() == 0 ? null : sent(place, endpoint.get(), since));
        }
        return pages.goTo(place.path(PATH) + query(endpoint.get(), since));
    }

    private static String sentence(ApiError refusal) {
        String message = refusal.message();
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }

    private static String query(EndpointId endpoint, Instant since) {
        return "?endpoint=" + endpoint + "&since=" + since;
    }

    private PlaygroundPage.Sent sent(Place place, EndpointId endpoint, Instant since) {
        List<LogEntry> entries = entries(place.environment().id(), endpoint, since);
        return new PlaygroundPage.Sent(
                summary(entries),
                entries.stream().limit(SHOWN).map(PlaygroundPages::row).toList(),
                place.path(PATH) + query(endpoint, since));
    }

    private List<LogEntry> entries(EnvironmentId environment, EndpointId endpoint, Instant since) {
        return desk.log()
                .page(
                        new LogFilter(
                                environment,
                                Direction.OUTBOUND,
                                TargetId.of(endpoint),
                                null,
                                since,
                                null),
                        null,
                        SendRepeatedly.MOST);
    }

    private static String summary(List<LogEntry> entries) {
        Map<MessageStatus, Long> byStatus = new EnumMap<>(MessageStatus.class);
        entries.forEach(entry ->
                byStatus.merge(MessageStatus.of(entry.status()).orElseThrow(), 1L, Long::sum));
        String states =
                byStatus.entrySet().stream()
                        .map(each ->
                                Words.number(each.getValue())
                                        + " "
                                        + (each.getKey() == MessageStatus.FAILED_PERMANENT
                                                ? "dead letters"
                                                : word(each.getKey()).toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(", "));
        return entries.isEmpty()
                ? "Nothing was sent to this endpoint since then."
                : "Of " + Words.count(entries.size(), "event") + ": " + states + ".";
    }

    private static String word(MessageStatus status) {
        return switch (status) {
            case QUEUED -> "Queued";
            case PAUSED -> "Paused";
            case DELIVERING -> "Delivering";
            case SUCCEEDED -> "Delivered";
            case PENDING_RETRY -> "Retrying";
            case FAILED_PERMANENT -> "Dead letter";
        };
    }

    private static String look(MessageStatus status) {
        return switch (status) {
            case QUEUED, DELIVERING -> "waiting";
            case PAUSED -> "paused";
            case SUCCEEDED -> "ok";
            case PENDING_RETRY -> "failing";
            case FAILED_PERMANENT -> "dead";
        };
    }

    private static PlaygroundPage.Row row(LogEntry entry) {
        MessageStatus status = MessageStatus.of(entry.status()).orElseThrow();
        Instant created = entry.createdAt();
        return new PlaygroundPage.Row(
                entry.messageId(),
                String.valueOf(created),
                created == null ? "" : Words.second(created),
                word(status),
                look(status),
                answer(entry));
    }

    private static String answer(LogEntry entry) {
        Integer status = entry.responseStatus();
        if (status == null) {
            return entry.lastError() == null ? "" : entry.lastError();
        }
        Integer latency = entry.responseLatencyMs();
        Instant next = entry.nextAttemptAt();
        return "Answered "
                + status
                + (latency == null ? "" : " in " + Words.number(latency) + " ms")
                + (next == null ? "" : "; again at " + Words.time(next));
    }
}
