package io.hookbridge.console.endpoint;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.outbound.endpoint.Endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code …/endpoints}: the list, each endpoint, and what is done with one. */
public final class EndpointPages {

    static final String PATH = Section.ENDPOINTS.path();
    private static final String ONE = PATH + "/{id}";

    private final EndpointDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final EndpointList list;
    private final DescribeEndpoint describe;

    public EndpointPages(EndpointDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.list = new EndpointList(desk);
        this.describe = new DescribeEndpoint(desk);
    }

    public List<Route> routes() {
        return Stream.of(
                        List.of(
                                visits.getIn(PATH, Permission.READ, this::list),
                                visits.getIn(ONE, Permission.READ, known(this::show)),
                                visits.getIn(
                                        ONE + "/pause", Permission.MANAGE, known(this::askToPause)),
                                visits.postIn(
                                        ONE + "/pause", Permission.MANAGE, change(this::pause)),
                                visits.getIn(
                                        ONE + "/resume",
                                        Permission.MANAGE,
                                        known(this::askToResume)),
                                visits.postIn(
                                        ONE + "/resume", Permission.MANAGE, change(this::resume)),
                                visits.getIn(
                                        ONE + "/delete",
                                        Permission.MANAGE,
                                        known(this::askToDelete)),
                                visits.postIn(
                                        ONE + "/delete", Permission.MANAGE, change(this::delete)),
                                visits.postIn(ONE + "/test", Permission.SEND, change(this::test))),
                        new EndpointFormPages(desk, pages, visits).routes(),
                        new EndpointKeyPages(desk, pages, visits).routes(),
                        new KeyTrialPages(desk, pages, visits).routes(),
                        new PauseSeveralPages(desk, pages, visits).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The page of an endpoint. */
    static String pathOf(Place place, EndpointId id) {
        return place.path(ONE.replace("{id}", id.toString()));
    }

    /** The endpoint that a path names; empty if the place has no such. */
    static Optional<Endpoint> named(EndpointDesk desk, Call call, Place place) {
        return EndpointId.parse(call.path("id"))
                .flatMap(id -> desk.endpoints().find(place.environment().id(), id));
    }

    /** Answers a call about an endpoint that there is. */
    @FunctionalInterface
    interface EndpointHandler {
        Answer handle(ConsoleVisit visit, Place place, Endpoint endpoint);
    }

    private ConsoleVisits.PlaceHandler known(EndpointHandler handler) {
        return known(desk, pages, handler);
    }

    /** The handler for an endpoint that there is; others lead to the list. */
    static ConsoleVisits.PlaceHandler known(
            EndpointDesk desk, Pages pages, EndpointHandler handler) {
        return (visit, place) ->
                named(desk, visit.call(), place)
                        .map(endpoint -> handler.handle(visit, place, endpoint))
                        .orElseGet(() -> gone(pages, visit, place));
    }

    private ConsoleVisits.PlaceFormHandler change(EndpointHandler handler) {
        return (visit, place, _) -> known(handler).handle(visit, place);
    }

    static Answer gone(Pages pages, ConsoleVisit visit, Place place) {
        return pages.goTo(ConsoleNotice.ENDPOINT_GONE.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        String text = visit.call().query("q").map(Form::cleaned).orElse("");
        int page =
                visit.call()
                        .query("page")
                        .filter(it -> it.matches("[1-9][0-9]?"))
                        .map(Integer::parseInt)
                        .orElse(1);
        List<Endpoint> found =
                desk.endpoints().search(place.environment().id(), text, EndpointList.MOST + 1);
        List<Endpoint> sorted = found.subList(0, Math.min(found.size(), EndpointList.MOST));
        String path = place.path(PATH);
        return pages.show(
                200,
                "console/endpoints.jte",
                new EndpointsPage(
                        visit.shell(Section.ENDPOINTS, place),
                        path,
                        text,
                        list.rows(
                                place.environment().id(),
                                sorted,
                                page,
                                id -> pathOf(place, id),
                                visit.phrases()),
                        page == 1 ? null : path + query(text, page - 1),
                        sorted.size() > page * EndpointList.PER_PAGE
                                ? path + query(text, page + 1)
                                : null,
                        found.size() > EndpointList.MOST
                                ? visit.phrases().say("endpoint.list.newest", EndpointList.MOST)
                                : null,
                        visit.permissions().contains(Permission.MANAGE),
                        visit.curl().get("/v1/endpoints")),
                visit.phrases().language());
    }

    private static String query(String text, int page) {
        return "?page="
                + page
                + (text.isEmpty() ? "" : "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    private Answer show(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return pages.show(
                200,
                "console/endpoint.jte",
                describe.page(
                        visit,
                        place,
                        endpoint,
                        pathOf(place, endpoint.id()),
                        place.path(PATH),
                        visit.curl().get("/v1/endpoints/" + endpoint.id())),
                visit.phrases().language());
    }

    private Answer askToPause(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return ask(
                visit,
                place,
                new EndpointQuestions(visit.phrases())
                        .pause(endpoint, pathOf(place, endpoint.id())));
    }

    private Answer askToResume(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return ask(
                visit,
                place,
                new EndpointQuestions(visit.phrases())
                        .resume(
                                endpoint,
                                pathOf(place, endpoint.id()),
                                desk.endpoints().released(endpoint.environment(), endpoint.id())));
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return ask(
                visit,
                place,
                new EndpointQuestions(visit.phrases())
                        .delete(
                                endpoint,
                                pathOf(place, endpoint.id()),
                                desk.health()
                                        .waiting(endpoint.environment(), List.of(endpoint.id()))
                                        .getOrDefault(endpoint.id(), 0)));
    }

    private Answer ask(ConsoleVisit visit, Place place, Question question) {
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(visit.shell(Section.ENDPOINTS, place), question),
                visit.phrases().language());
    }

    private Answer pause(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return done(
                visit,
                place,
                (caller, request) -> desk.endpoints().pause(endpoint.id(), caller, request),
                ConsoleNotice.ENDPOINT_PAUSED.in(visit.phrases()).on(pathOf(place, endpoint.id())));
    }

    private Answer resume(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return done(
                visit,
                place,
                (caller, request) -> desk.endpoints().resume(endpoint.id(), caller, request),
                ConsoleNotice.ENDPOINT_RESUMED
                        .in(visit.phrases())
                        .on(pathOf(place, endpoint.id())));
    }

    private Answer delete(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return done(
                visit,
                place,
                (caller, request) -> desk.endpoints().delete(endpoint.id(), caller, request),
                ConsoleNotice.ENDPOINT_DELETED.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer test(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return done(
                visit,
                place,
                (_, _) -> desk.testEvent().send(place.environment(), endpoint.id()),
                ConsoleNotice.TEST_EVENT_SENT.in(visit.phrases()).on(pathOf(place, endpoint.id())));
    }

    /** What a person does with an endpoint. */
    @FunctionalInterface
    interface Deed {
        void run(Caller caller, String requestId);
    }

    private Answer done(ConsoleVisit visit, Place place, Deed deed, Redirect next) {
        return done(pages, visit, place, deed, next);
    }

    /** Does it and goes on, or to the list if the endpoint was deleted at this moment. */
    static Answer done(Pages pages, ConsoleVisit visit, Place place, Deed deed, Redirect next) {
        try {
            deed.run(visit.caller(place), visit.call().requestId());
            return pages.goTo(next);
        } catch (ApiError refusal) {
            return switch (refusal.code()) {
                case NOT_FOUND, ENDPOINT_NOT_FOUND -> gone(pages, visit, place);
                default -> throw refusal;
            };
        }
    }
}
