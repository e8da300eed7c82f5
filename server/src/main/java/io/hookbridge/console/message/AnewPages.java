package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Utf8;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.message.Message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code …/messages/{id}/edit}: a message with another payload, or to another endpoint. */
final class AnewPages {

    private static final String PATH = MessagePages.ONE + "/edit";
    private static final int MOST_ENDPOINTS = 100;

    /** What a form brings back. */
    private static final int LONGEST = 64 * 1024;

    private final MessageDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    AnewPages(MessageDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.SEND, this::ask),
                visits.postIn(PATH, Permission.SEND, this::send)
                        .taking(ConsoleVisits.FORM_WITH_PAYLOAD));
    }

    private Answer ask(ConsoleVisit visit, Place place) {
        return MessagePages.find(desk, visit, place)
                .map(message ->
                        payload(message)
                                .map(text ->
                                        page(
                                                visit,
                                                place,
                                                message,
                                                200,
                                                null,
                                                new EndpointId(message.target().value()).toString(),
                                                text))
                                .orElseGet(() ->
                                        pages.goTo(
                                                ConsoleNotice.MESSAGE_NOT_EDITABLE
                                                        .in(visit.phrases())
                                                        .on(path(place, message.id())))))
                .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    private static String path(Place place, MessageId id) {
        return place.path(MessagePages.PATH) + "/" + id;
    }

    /** Empty if there is none, or none that fits into a form. */
    private Optional<String> payload(Message message) {
        if (message.sizeBytes() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] payload = desk.read().payload(message);
            return Utf8.isText(payload)
                    ? Optional.of(new String(payload, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (ApiError gone) {
            return Optional.empty();
        }
    }

    private Answer page(
            ConsoleVisit visit,
            Place place,
            Message message,
            int status,
            @Nullable String alert,
            String chosen,
            String payload) {
        String path = path(place, message.id());
        return pages.show(
                status,
                "console/anew.jte",
                new AnewPage(
                        visit.shell(Section.MESSAGES, place),
                        alert,
                        message.id().toString(),
                        path + "/edit",
                        path,
                        endpoints(place, chosen),
                        payload),
                visit.phrases().language());
    }

    /** The first ones, and the one that is chosen. */
    private List<AnewPage.Endpoint> endpoints(Place place, String chosen) {
        List<AnewPage.Endpoint> endpoints = new ArrayList<>();
        desk.endpoints().find(place.environment().id(), "", MOST_ENDPOINTS).stream()
                .filter(endpoint -> endpoint.direction() == Direction.OUTBOUND)
                .map(endpoint -> {
                    String id = new EndpointId(endpoint.id().value()).toString();
                    return new AnewPage.Endpoint(
                            id, MessagesPage.place(endpoint.url()), id.equals(chosen));
                })
                .forEach(endpoints::add);
        if (endpoints.stream().noneMatch(AnewPage.Endpoint::chosen)) {
            EndpointId.parse(chosen)
                    .ifPresent(
                            _ -> endpoints.addFirst(new AnewPage.Endpoint(chosen, chosen, true)));
        }
        return endpoints;
    }

    private Answer send(ConsoleVisit visit, Place place, Form form) {
        return MessagePages.find(desk, visit, place)
                .map(message -> send(visit, place, message, form))
                .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    private Answer send(ConsoleVisit visit, Place place, Message message, Form form) {
        String chosen = form.text("endpoint");
        String payload = form.secret("payload");
        Optional<EndpointId> endpoint = EndpointId.parse(chosen);
        if (endpoint.isEmpty()) {
            return page(
                    visit,
                    place,
                    message,
                    422,
                    visit.phrases().say("message.anew.choose"),
                    chosen,
                    payload);
        }
        try {
            MessageId sent =
                    desk.anew()
                            .send(
                                    visit.caller(place),
                                    endpoint.get(),
                                    payload.getBytes(StandardCharsets.UTF_8),
                                    message.id());
            return pages.goTo(
                    ConsoleNotice.MESSAGE_SENT_ANEW.in(visit.phrases()).on(path(place, sent)));
        } catch (ApiError refusal) {
            return page(
                    visit,
                    place,
                    message,
                    422,
                    SayFailure.refusal(refusal, visit.phrases()),
                    chosen,
                    payload);
        }
    }
}
