package io.hookbridge.console.home;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.live.LiveRows;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.outbound.send.SendTestEvent;
import io.hookbridge.outbound.trial.TrialReceiver;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code …/home/receiver}: a first webhook without a receiver of one's own. */
public final class ReceiverPages {

    static final String PATH = Section.HOME.path() + "/receiver";

    private static final String ROWS = PATH + "/rows";
    private static final String SEND = PATH + "/send";
    private static final int SHOWN = 10;

    private final TrialReceiver receiver;
    private final SendTestEvent testEvent;
    private final MessageLog log;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public ReceiverPages(
            TrialReceiver receiver,
            SendTestEvent testEvent,
            MessageLog log,
            Pages pages,
            ConsoleVisits visits,
            InstantSource clock) {
        this.receiver = receiver;
        this.testEvent = testEvent;
        this.log = log;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(
                        PATH, Permission.READ, (visit, place) -> show(visit, place, 200, null)),
                visits.getIn(ROWS, Permission.READ, this::rows),
                visits.postIn(PATH, Permission.MANAGE, this::create),
                visits.postIn(SEND, Permission.SEND, this::send));
    }

    private Answer show(ConsoleVisit visit, Place place, int status, @Nullable String alert) {
        return pages.show(
                status,
                "console/receiver.jte",
                new ReceiverPage(
                        visit.shell(Section.HOME, place, PATH),
                        endpoint(place).map(id -> received(visit, place, id)).orElse(null),
                        alert,
                        place.path(PATH)),
                visit.phrases().language());
    }

    private Answer rows(ConsoleVisit visit, Place place) {
        return endpoint(place)
                .<Answer>map(id ->
                        pages.part(
                                "console/live-rows.jte",
                                received(visit, place, id),
                                visit.phrases().language()))
                .orElseThrow(() -> ApiError.notFound("no endpoint leads to the receiver"));
    }

    private Optional<EndpointId> endpoint(Place place) {
        return receiver.endpoint(place.environment().id());
    }

    private LiveRows received(ConsoleVisit visit, Place place, EndpointId endpoint) {
        LogFilter filter =
                new LogFilter(
                        place.environment().id(),
                        Direction.OUTBOUND,
                        TargetId.of(endpoint),
                        null,
                        null,
                        null);
        return LiveRows.of(visit, place, log.page(filter, null, SHOWN), clock.instant());
    }

    private Answer create(ConsoleVisit visit, Place place, Form form) {
        try {
            EndpointId endpoint =
                    endpoint(place)
                            .orElseGet(() ->
                                    receiver.create(visit.caller(place), visit.call().requestId()));
            testEvent.send(place.environment(), endpoint);
        } catch (ApiError refused) {
            return show(visit, place, 422, SayFailure.refusal(refused, visit.phrases()));
        }
        return pages.goTo(ConsoleNotice.RECEIVER_CREATED.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer send(ConsoleVisit visit, Place place, Form form) {
        Optional<EndpointId> endpoint = endpoint(place);
        if (endpoint.isEmpty()) {
            return pages.goTo(place.path(PATH));
        }
        try {
            testEvent.send(place.environment(), endpoint.get());
        } catch (ApiError refused) {
            return show(visit, place, 422, SayFailure.refusal(refused, visit.phrases()));
        }
        return pages.goTo(ConsoleNotice.RECEIVER_SENT_TO.in(visit.phrases()).on(place.path(PATH)));
    }
}
