package io.hookbridge.console.pull;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.source.SourceVisits;
import io.hookbridge.console.source.SourceVisits.SourceVisit;
import io.hookbridge.console.source.SourcesPage;
import io.hookbridge.http.Answer;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.pull.event.EventFilter;
import io.hookbridge.pull.event.EventState;
import io.hookbridge.pull.event.PullEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code …/pull}: the sources that are fetched from, and the events of each. */
public final class PullPages {

    private static final String PATH = Section.PULL.path();

    /** Each is counted for itself. */
    private static final int MOST_SOURCES = 20;

    private static final int MOST_EVENTS = 50;

    /** In one transaction. */
    private static final int MOST_DELETED = 1000;

    private final PullDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SourceVisits sources;

    public PullPages(PullDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.sources =
                new SourceVisits(
                        desk.endpoints(),
                        source -> source.mode() == InboundMode.PULL,
                        Section.PULL,
                        pages,
                        visits);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(visits.getIn(PATH, Permission.READ, this::list));
        routes.add(sources.get("", Permission.READ, this::show));
        routes.add(sources.get("/delete-events", Permission.MANAGE, this::askToDelete));
        routes.add(sources.post("/delete-events", Permission.MANAGE, this::delete));
        routes.addAll(new EventPages(desk, pages, sources).routes());
        return routes;
    }

    private Answer list(ConsoleVisit visit, Place place) {
        EnvironmentId environment = place.environment().id();
        List<InboundEndpoint> found =
                desk.endpoints()
                        .list(
                                environment,
                                InboundMode.PULL,
                                IdCursor.of(visit.call()).orElse(null),
                                MOST_SOURCES + 1);
        String path = place.path(PATH);
        return pages.show(
                200,
                "console/pull-list.jte",
                new PullListPage(
                        visit.shell(Section.PULL, place),
                        place.path(Section.SOURCES.path()),
                        found.stream()
                                .limit(MOST_SOURCES)
                                .map(source -> row(source, path, visit.phrases()))
                                .toList(),
                        found.size() <= MOST_SOURCES
                                ? null
                                : path
                                        + "?cursor="
                                        + new IdCursor(found.get(MOST_SOURCES - 1).id().value())),
                visit.phrases().language());
    }

    private PullListPage.Row row(InboundEndpoint source, String path, Phrases phrases) {
        long waiting =
                desk.events()
                        .counts(source.environment(), source.id(), Set.of(EventState.STORED))
                        .getOrDefault(EventState.STORED, 0L);
        return new PullListPage.Row(
                path + "/" + source.id(),
                SourcesPage.name(source, phrases),
                source.paused(),
                waiting == 0
                        ? phrases.say("pull.waiting.none")
                        : phrases.say("pull.waiting", PullPage.count(waiting, phrases)),
                phrases.say("console.created", phrases.day(source.createdAt())));
    }

    private Answer show(SourceVisit visit) {
        Set<EventState> states = states(visit.visit().call().query("status").orElse(""));
        List<PullEvent> found =
                desk.events()
                        .page(
                                filter(visit.source(), states, null),
                                visit.visit().call().queryTime("after").orElse(null),
                                MOST_EVENTS + 1);
        String status = word(states);
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "console/pull-events.jte",
                new PullPage(
                        visit.visit().shell(Section.PULL, visit.place()),
                        visit.path(),
                        visit.place().path(Section.SOURCES.path() + "/" + visit.source().id()),
                        SourcesPage.name(visit.source(), phrases),
                        visit.source().paused(),
                        PullPage.chips(
                                visit.path(),
                                desk.events()
                                        .counts(visit.source().environment(), visit.source().id()),
                                states,
                                phrases),
                        found.stream()
                                .limit(MOST_EVENTS)
                                .map(event -> PullPage.Row.of(event, visit.path(), phrases))
                                .toList(),
                        next(found, visit.path(), status),
                        found.isEmpty() || !visit.mayManage()
                                ? null
                                : visit.path() + "/delete-events?status=" + status,
                        visit.visit()
                                .curl()
                                .get(
                                        "/v1/pull-endpoints/"
                                                + visit.source().id()
                                                + "/events?status="
                                                + status)),
                phrases.language());
    }

    private static @Nullable String next(List<PullEvent> found, String path, String status) {
        return found.size() <= MOST_EVENTS
                ? null
                : path + "?status=" + status + "&after=" + found.get(MOST_EVENTS - 1).receivedAt();
    }

    /** What waits, unless another state is named, or all are. */
    private static Set<EventState> states(String word) {
        if (word.equals(PullPage.ALL)) {
            return EnumSet.allOf(EventState.class);
        }
        return Arrays.stream(EventState.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .map(Set::of)
                .orElse(Set.of(EventState.STORED));
    }

    private static String word(Set<EventState> states) {
        return states.size() > 1 ? PullPage.ALL : states.iterator().next().word();
    }

    /**
     * @param end the first moment at which they had not been received, or fetched or acknowledged
     *     if they were; null for no bound
     */
    private static EventFilter filter(
            InboundEndpoint source, Set<EventState> states, @Nullable Instant end) {
        return new EventFilter(
                source.environment(), source.id(), states, null, null, end, end, end);
    }

    /** What there was to delete at a moment. */
    private static EventFilter present(InboundEndpoint source, Set<EventState> states, Instant at) {
        return filter(source, states, at.plusMillis(1));
    }

    private Answer askToDelete(SourceVisit visit) {
        return askToDelete(visit, states(visit.visit().call().query("status").orElse("")));
    }

    private Answer askToDelete(SourceVisit visit, Set<EventState> states) {
        Instant at = desk.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        int count = desk.deletions().count(present(visit.source(), states, at), MOST_DELETED);
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.visit().shell(Section.PULL, visit.place()),
                        new Question(
                                phrases.say(
                                        "pull.deletion.question." + word(states),
                                        SourcesPage.name(visit.source(), phrases)),
                                List.of(
                                        count == MOST_DELETED
                                                ? phrases.say("pull.deletion.first", MOST_DELETED)
                                                : phrases.say("pull.deletion.count", count),
                                        phrases.say("pull.deletion.effect"),
                                        phrases.say("console.final")),
                                visit.path() + "/delete-events",
                                Map.of(
                                        "status",
                                        word(states),
                                        "at",
                                        at.toString(),
                                        "count",
                                        Integer.toString(count)),
                                phrases.say("pull.deletion.events"),
                                true,
                                visit.path(),
                                phrases.say("pull.deletion.not"))),
                phrases.language());
    }

    /**
     * Deletes what was there when it was asked for, or asks again if that is more than was told.
     */
    private Answer delete(SourceVisit visit, Form form) {
        Set<EventState> states = states(form.text("status"));
        Optional<Instant> at = Rfc3339.parse(form.text("at"));
        Optional<Integer> told = WholeNumber.parse(form.text("count"), 0, MOST_DELETED);
        if (at.isEmpty() || told.isEmpty()) {
            return askToDelete(visit, states);
        }
        EventFilter filter = present(visit.source(), states, at.get());
        if (desk.deletions().count(filter, MOST_DELETED) > told.get()) {
            return askToDelete(visit, states);
        }
        if (told.get() > 0) {
            var _ = desk.deletions().deleteAll(EventPages.requester(visit), filter, told.get());
        }
        return pages.goTo(ConsoleNotice.EVENTS_DELETED.in(visit.phrases()).on(visit.path()));
    }
}
