package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.outbound.endpoint.Endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code …/endpoints/{id}/rotate} and {@code …/keys/{key}}: another signing key, and the end of
 * one.
 */
final class EndpointKeyPages {

    private static final String ROTATE = EndpointPages.PATH + "/{id}/rotate";
    private static final String KEY = EndpointPages.PATH + "/{id}/keys/{key}";

    private final EndpointDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    EndpointKeyPages(EndpointDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(
                        ROTATE, Permission.MANAGE, EndpointPages.known(desk, pages, this::begin)),
                visits.postIn(ROTATE, Permission.MANAGE, this::rotate),
                visits.getIn(
                        KEY, Permission.MANAGE, EndpointPages.known(desk, pages, this::askToEnd)),
                visits.postIn(
                        KEY,
                        Permission.MANAGE,
                        (visit, place, _) ->
                                EndpointPages.known(desk, pages, this::end).handle(visit, place)));
    }

    private Answer begin(ConsoleVisit visit, Place place, Endpoint endpoint) {
        String path = EndpointPages.pathOf(place, endpoint.id());
        List<String> dropped =
                keys(visit, place, endpoint).stream().skip(1).map(SigningKey::hint).toList();
        return pages.show(
                200,
                "console/endpoint-rotate.jte",
                new RotatePage(
                        visit.shell(Section.ENDPOINTS, place),
                        path + "/rotate",
                        path,
                        endpoint.url(),
                        dropped,
                        RotatePage.OVERLAPS),
                visit.phrases().language());
    }

    /** Newest first. */
    private List<SigningKey> keys(ConsoleVisit visit, Place place, Endpoint endpoint) {
        return desk.endpoints().keys().list(TargetId.of(endpoint.id()), visit.caller(place));
    }

    private Answer rotate(ConsoleVisit visit, Place place, Form form) {
        return EndpointPages.known(
                        desk,
                        pages,
                        (_, _, endpoint) -> rotate(visit, place, endpoint, form.text("overlap")))
                .handle(visit, place);
    }

    /**
     * @param hours one of those on the page; anything else begins the page anew
     */
    private Answer rotate(ConsoleVisit visit, Place place, Endpoint endpoint, String hours) {
        Optional<RotatePage.Overlap> overlap =
                RotatePage.OVERLAPS.stream()
                        .filter(each -> String.valueOf(each.hours()).equals(hours))
                        .findFirst();
        if (overlap.isEmpty()) {
            return begin(visit, place, endpoint);
        }
        SigningKey.Rotated rotated =
                desk.endpoints()
                        .keys()
                        .rotate(
                                TargetId.of(endpoint.id()),
                                Duration.ofHours(overlap.get().hours()),
                                visit.caller(place),
                                visit.call().requestId());
        return pages.show(
                201,
                "console/endpoint-secret.jte",
                new SecretPage(
                        visit.shell(Section.ENDPOINTS, place),
                        visit.phrases().say("endpoint.rotate.new"),
                        endpoint.url(),
                        rotated.key().secret().forReceiver(),
                        old(rotated.oldUntil(), visit.phrases()),
                        EndpointPages.pathOf(place, endpoint.id())),
                visit.phrases().language());
    }

    private static String old(@Nullable Instant until, Phrases phrases) {
        return until == null
                ? phrases.say("endpoint.rotate.stopped")
                : phrases.say("endpoint.rotate.until", phrases.moment(until));
    }

    private Answer askToEnd(ConsoleVisit visit, Place place, Endpoint endpoint) {
        String path = EndpointPages.pathOf(place, endpoint.id());
        return keys(visit, place, endpoint).stream()
                .filter(key -> key.id().toString().equals(visit.call().path("key")))
                .findFirst()
                .<Answer>map(key ->
                        pages.show(
                                200,
                                "console/confirm.jte",
                                new ConfirmPage(
                                        visit.shell(Section.ENDPOINTS, place),
                                        new EndpointQuestions(visit.phrases())
                                                .endKey(
                                                        endpoint,
                                                        path,
                                                        key.id().toString(),
                                                        key.hint())),
                                visit.phrases().language()))
                .orElseGet(() ->
                        pages.goTo(ConsoleNotice.SIGNING_KEY_GONE.in(visit.phrases()).on(path)));
    }

    private Answer end(ConsoleVisit visit, Place place, Endpoint endpoint) {
        String path = EndpointPages.pathOf(place, endpoint.id());
        return SigningKeyId.parse(visit.call().path("key"))
                .map(key ->
                        pages.goTo(end(visit, place, endpoint, key).in(visit.phrases()).on(path)))
                .orElseGet(() ->
                        pages.goTo(ConsoleNotice.SIGNING_KEY_GONE.in(visit.phrases()).on(path)));
    }

    private ConsoleNotice end(
            ConsoleVisit visit, Place place, Endpoint endpoint, SigningKeyId key) {
        try {
            desk.endpoints()
                    .keys()
                    .delete(
                            TargetId.of(endpoint.id()),
                            key,
                            visit.caller(place),
                            visit.call().requestId());
            return ConsoleNotice.SIGNING_KEY_DELETED;
        } catch (ApiError refusal) {
            return switch (refusal.code()) {
                case NOT_FOUND -> ConsoleNotice.SIGNING_KEY_GONE;
                case CANNOT_DELETE_LAST_KEY -> ConsoleNotice.SIGNING_KEY_KEPT;
                default -> throw refusal;
            };
        }
    }
}
