package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.outbound.endpoint.Endpoint;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code …/endpoints/{id}/trial}: whether the receiver knows the new signing key. */
final class KeyTrialPages {

    private static final String TRIAL = EndpointPages.PATH + "/{id}/trial";

    private final EndpointDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    KeyTrialPages(EndpointDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.postIn(
                        TRIAL,
                        Permission.MANAGE,
                        (visit, place, form) -> known(this::begin, form).handle(visit, place)),
                visits.postIn(
                        TRIAL + "/end",
                        Permission.MANAGE,
                        (visit, place, form) -> known(this::end, form).handle(visit, place)));
    }

    /** What is done with an endpoint by a form. */
    @FunctionalInterface
    private interface Step {
        Answer take(ConsoleVisit visit, Place place, Endpoint endpoint, Form form);
    }

    private ConsoleVisits.PlaceHandler known(Step step, Form form) {
        return EndpointPages.known(
                desk, pages, (visit, place, endpoint) -> step.take(visit, place, endpoint, form));
    }

    /** Anything but what the page offers begins nothing. */
    private Answer begin(ConsoleVisit visit, Place place, Endpoint endpoint, Form form) {
        String path = EndpointPages.pathOf(place, endpoint.id());
        Optional<KeyTrialView.Size> size =
                KeyTrialView.SIZES.stream()
                        .filter(each -> String.valueOf(each.messages()).equals(form.text("size")))
                        .findFirst();
        if (size.isEmpty()) {
            return pages.goTo(path);
        }
        String only = size.get().sendsTestEvent() ? "key-trial-" + UUID.randomUUID() : null;
        boolean began =
                desk.endpoints()
                        .keys()
                        .beginTrial(
                                TargetId.of(endpoint.id()),
                                size.get().messages(),
                                only,
                                visit.caller(place),
                                visit.call().requestId());
        if (!began) {
            return pages.goTo(ConsoleNotice.KEY_TRIAL_NEEDS_TWO.in(visit.phrases()).on(path));
        }
        if (only != null) {
            send(visit, place, endpoint, only);
        }
        return pages.goTo(ConsoleNotice.KEY_TRIAL_BEGAN.in(visit.phrases()).on(path));
    }

    /** A trial that waits for an event that was not sent would wait for good. */
    private void send(ConsoleVisit visit, Place place, Endpoint endpoint, String only) {
        try {
            var _ = desk.testEvent().send(place.environment(), endpoint.id(), only);
        } catch (RuntimeException failure) {
            desk.endpoints()
                    .keys()
                    .endTrial(
                            TargetId.of(endpoint.id()),
                            visit.caller(place),
                            visit.call().requestId());
            throw failure;
        }
    }

    private Answer end(ConsoleVisit visit, Place place, Endpoint endpoint, Form form) {
        return EndpointPages.done(
                pages,
                visit,
                place,
                (caller, request) ->
                        desk.endpoints()
                                .keys()
                                .endTrial(TargetId.of(endpoint.id()), caller, request),
                ConsoleNotice.KEY_TRIAL_ENDED
                        .in(visit.phrases())
                        .on(EndpointPages.pathOf(place, endpoint.id())));
    }
}
