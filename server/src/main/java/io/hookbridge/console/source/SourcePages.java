package io.hookbridge.console.source;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.source.SourceVisits.SourceVisit;
import io.hookbridge.http.Answer;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.receive.Rejection;
import io.hookbridge.inbound.receive.RejectionFilter;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.message.Count;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code …/sources}: their list, and the page of each with what it has received and refused. */
public final class SourcePages {

    static final String PATH = Section.SOURCES.path();

    private static final int MOST = 50;
    private static final int LATEST = 20;
    private static final int LATEST_REJECTIONS = 5;

    private final SourceDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SourceVisits sources;
    private final InstantSource clock;

    public SourcePages(SourceDesk desk, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.sources =
                new SourceVisits(desk.endpoints(), _ -> true, Section.SOURCES, pages, visits);
        this.clock = clock;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(visits.getIn(PATH, Permission.READ, this::list));
        routes.add(sources.get("", Permission.READ, this::show));
        routes.add(sources.get("/rejections", Permission.READ, this::rejections));
        routes.add(sources.get("/pause", Permission.MANAGE, this::askToPause));
        routes.add(sources.post("/pause", Permission.MANAGE, (visit, _) -> pause(visit, true)));
        routes.add(sources.post("/resume", Permission.MANAGE, (visit, _) -> pause(visit, false)));
        routes.add(sources.get("/delete", Permission.MANAGE, this::askToDelete));
        routes.add(sources.post("/delete", Permission.MANAGE, this::delete));
        routes.addAll(new SourceFormPages(desk, pages, visits, sources).routes());
        routes.addAll(new ReceivedPages(desk, pages, sources).routes());
        return routes;
    }

    private Answer list(ConsoleVisit visit, Place place) {
        EnvironmentId environment = place.environment().id();
        String path = place.path(PATH);
        Instant now = clock.instant();
        Map<String, String> titles =
                desk.presets().usable(environment).stream()
                        .collect(Collectors.toMap(Preset::id, Preset::title));
        List<InboundEndpoint> found =
                desk.endpoints()
                        .list(environment, null, IdCursor.of(visit.call()).orElse(null), MOST + 1);
        Map<InboundEndpointId, Rejection> refused =
                desk.rejections()
                        .latest(environment, found.stream().map(InboundEndpoint::id).toList());
        return pages.show(
                200,
                "console/sources.jte",
                new SourcesPage(
                        visit.shell(Section.SOURCES, place),
                        path,
                        visit.permissions().contains(Permission.MANAGE),
                        found.stream()
                                .limit(MOST)
                                .map(source ->
                                        SourcesPage.Row.of(
                                                source,
                                                path,
                                                sender(source, titles::get, visit.phrases()),
                                                refused.get(source.id()),
                                                now,
                                                visit.phrases()))
                                .toList(),
                        next(found, MOST, source -> new IdCursor(source.id().value()), path)),
                visit.phrases().language());
    }

    /** Where the next page is; null if {@code found} has no more rows than one page. */
    static <T> @Nullable String next(
            List<T> found, int most, Function<T, IdCursor> cursor, String path) {
        return found.size() <= most ? null : path + "?cursor=" + cursor.apply(found.get(most - 1));
    }

    private static String sender(
            InboundEndpoint source, Function<String, @Nullable String> title, Phrases phrases) {
        String preset = source.checks().preset();
        if (preset == null) {
            return phrases.say("source.any_sender");
        }
        String known = title.apply(preset);
        return known == null ? preset : known;
    }

    private Answer show(SourceVisit visit) {
        InboundEndpoint source = visit.source();
        Phrases phrases = visit.phrases();
        Instant now = clock.instant();
        Optional<Preset> preset =
                desk.presets().usable(source.environment()).stream()
                        .filter(each -> each.id().equals(source.checks().preset()))
                        .findFirst();
        Instant until = source.checks().takesSecretUntil();
        List<Rejection> rejected = rejections(visit, null, LATEST_REJECTIONS + 1);
        return pages.show(
                200,
                "console/source.jte",
                new SourcePage(
                        visit.visit().shell(Section.SOURCES, visit.place()),
                        visit.path(),
                        SourcesPage.name(source, phrases),
                        source.description(),
                        Badge.of(source, now, phrases),
                        visit.mayManage() ? desk.ingest().of(source) : desk.ingest().masked(source),
                        visit.mayManage(),
                        source.paused(),
                        until != null && now.isBefore(until) ? phrases.time(until) : null,
                        preset.map(it -> SourcePage.SetUp.of(it, phrases)).orElse(null),
                        SourcePage.facts(
                                source,
                                receivedInADay(source),
                                sender(
                                        source,
                                        _ -> preset.map(Preset::title).orElse(null),
                                        phrases),
                                desk.endpoints().retries(),
                                phrases),
                        received(visit),
                        source.mode() == InboundMode.PULL
                                ? visit.place().path(Section.PULL.path() + "/" + source.id())
                                : null,
                        source.mode() == InboundMode.CLI,
                        RejectionRow.of(
                                rejected.stream().limit(LATEST_REJECTIONS).toList(), phrases),
                        rejected.size() > LATEST_REJECTIONS ? visit.path() + "/rejections" : null,
                        visit.visit().curl().get("/v1/inbound-endpoints/" + source.id())),
                phrases.language());
    }

    private List<SourcePage.Row> received(SourceVisit visit) {
        InboundEndpoint source = visit.source();
        return desk
                .log()
                .page(
                        new LogFilter(
                                source.environment(),
                                Direction.INBOUND,
                                TargetId.of(source.id()),
                                null,
                                null,
                                null),
                        null,
                        LATEST)
                .stream()
                .map(entry ->
                        SourcePage.Row.of(entry, source.mode(), visit.path(), visit.phrases()))
                .toList();
    }

    private List<Rejection> rejections(SourceVisit visit, @Nullable IdCursor before, int most) {
        InboundEndpoint source = visit.source();
        return desk.rejections()
                .page(
                        new RejectionFilter(
                                source.environment(),
                                source.id(),
                                null,
                                null,
                                before == null ? null : before.id()),
                        most);
    }

    private Answer rejections(SourceVisit visit) {
        List<Rejection> found =
                rejections(visit, IdCursor.of(visit.visit().call()).orElse(null), MOST + 1);
        return pages.show(
                200,
                "console/source-rejections.jte",
                new RejectionsPage(
                        visit.visit().shell(Section.SOURCES, visit.place()),
                        visit.path(),
                        SourcesPage.name(visit.source(), visit.phrases()),
                        RejectionRow.of(found.stream().limit(MOST).toList(), visit.phrases()),
                        next(
                                found,
                                MOST,
                                rejection -> new IdCursor(rejection.id()),
                                visit.path() + "/rejections"),
                        visit.visit()
                                .curl()
                                .get(
                                        "/v1/inbound-rejections?inbound_endpoint_id="
                                                + visit.source().id())),
                visit.phrases().language());
    }

    private Answer askToPause(SourceVisit visit) {
        Phrases phrases = visit.phrases();
        return confirm(
                visit,
                new Question(
                        phrases.say("source.pausing", SourcesPage.name(visit.source(), phrases)),
                        List.of(
                                phrases.say("source.pausing.answer"),
                                phrases.say("source.pausing.before"),
                                phrases.say("source.pausing.caution")),
                        visit.path() + "/pause",
                        Map.of(),
                        phrases.say("source.pause"),
                        false,
                        visit.path(),
                        phrases.say("source.pausing.not")));
    }

    private Answer confirm(SourceVisit visit, Question question) {
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(visit.visit().shell(Section.SOURCES, visit.place()), question),
                visit.phrases().language());
    }

    private Answer pause(SourceVisit visit, boolean paused) {
        desk.endpoints()
                .pause(
                        visit.source().id(),
                        paused,
                        visit.visit().caller(visit.place()),
                        visit.visit().call().requestId());
        ConsoleNotice notice = paused ? ConsoleNotice.SOURCE_PAUSED : ConsoleNotice.SOURCE_RESUMED;
        return pages.goTo(notice.in(visit.phrases()).on(visit.path()));
    }

    private Answer askToDelete(SourceVisit visit) {
        InboundEndpoint source = visit.source();
        Phrases phrases = visit.phrases();
        List<String> facts =
                List.of(
                        phrases.say("source.deletion.received", receivedInADay(source)),
                        phrases.say("source.deletion.address"),
                        phrases.say(
                                source.mode() == InboundMode.PULL
                                        ? "source.deletion.pull"
                                        : "source.deletion.delivered"),
                        phrases.say("source.deletion.final"));
        return confirm(
                visit,
                Question.ofDanger(
                        phrases.say("source.deletion.question", SourcesPage.name(source, phrases)),
                        facts,
                        visit.path() + "/delete",
                        phrases.say("source.deletion"),
                        visit.path(),
                        phrases.say("console.keep")));
    }

    private long receivedInADay(InboundEndpoint source) {
        return desk.counts()
                .total(
                        source.environment(),
                        source.mode().direction(),
                        TargetId.of(source.id()),
                        Window.DAY)
                .get(Count.ACCEPTED);
    }

    private Answer delete(SourceVisit visit, Form form) {
        desk.endpoints()
                .delete(
                        visit.source().id(),
                        visit.visit().caller(visit.place()),
                        visit.visit().call().requestId());
        return pages.goTo(
                ConsoleNotice.SOURCE_DELETED.in(visit.phrases()).on(visit.place().path(PATH)));
    }
}
