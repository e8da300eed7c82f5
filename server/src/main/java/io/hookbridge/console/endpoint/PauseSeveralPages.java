package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.outbound.endpoint.Endpoint;

import java.util.List;
import java.util.function.Predicate;

/**
 * {@code …/endpoints/pause}: those that are ticked in the list are paused together. A box has the
 * id of its endpoint as its name.
 */
final class PauseSeveralPages {

    private static final String PATH = EndpointPages.PATH + "/pause";

    private final EndpointDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    PauseSeveralPages(EndpointDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.MANAGE, this::ask),
                visits.postIn(PATH, Permission.MANAGE, this::pause));
    }

    /** Those that are ticked and not paused yet. */
    private List<Endpoint> ticked(Place place, Predicate<String> isTicked) {
        return desk.endpoints().search(place.environment().id(), "", EndpointList.MOST).stream()
                .filter(endpoint ->
                        endpoint.paused() == null && isTicked.test(endpoint.id().toString()))
                .toList();
    }

    private Answer ask(ConsoleVisit visit, Place place) {
        List<Endpoint> ticked = ticked(place, id -> visit.call().query(id).isPresent());
        String list = place.path(EndpointPages.PATH);
        return ticked.isEmpty()
                ? pages.goTo(ConsoleNotice.NO_ENDPOINT_TICKED.in(visit.phrases()).on(list))
                : pages.show(
                        200,
                        "console/confirm.jte",
                        new ConfirmPage(
                                visit.shell(Section.ENDPOINTS, place),
                                new EndpointQuestions(visit.phrases())
                                        .pause(ticked, place.path(PATH), list)),
                        visit.phrases().language());
    }

    private Answer pause(ConsoleVisit visit, Place place, Form form) {
        ticked(place, form::has).forEach(endpoint -> pause(visit, place, endpoint));
        return pages.goTo(
                ConsoleNotice.ENDPOINTS_PAUSED
                        .in(visit.phrases())
                        .on(place.path(EndpointPages.PATH)));
    }

    private void pause(ConsoleVisit visit, Place place, Endpoint endpoint) {
        try {
            desk.endpoints().pause(endpoint.id(), visit.caller(place), visit.call().requestId());
        } catch (ApiError refusal) {
            // It was deleted at this moment; the others are still to be paused.
            if (refusal.code() != ErrorCode.NOT_FOUND) {
                throw refusal;
            }
        }
    }
}
