package io.hookbridge.console.playground;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.Mode;
import io.hookbridge.base.WholeNumber;
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
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.send.SendRepeatedly;
import io.hookbridge.outbound.trial.TrialAnswer;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code …/playground}: sends by hand what programs send otherwise. */
public final class PlaygroundPages {

    private static final String PATH = Section.PLAYGROUND.path();
    private static final String RECEIVER = PATH + "/receiver";
    private static final int MOST_ENDPOINTS = 100;

    private final PlaygroundDesk desk;
    private final SentEvents sentEvents;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public PlaygroundPages(
            PlaygroundDesk desk, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.desk = desk;
        this.sentEvents = new SentEvents(desk.log(), clock);
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.SEND, this::show),
                visits.getIn(SentEvents.PART, Permission.SEND, this::showSent),
                visits.postIn(PATH, Permission.SEND, this::send)
                        .taking(ConsoleVisits.FORM_WITH_PAYLOAD),
                visits.postIn(RECEIVER, Permission.MANAGE, this::tell));
    }

    private Answer show(ConsoleVisit visit, Place place) {
        String endpoint = visit.call().query("endpoint").orElse("");
        Example example = visit.call().query("example").flatMap(Example::of).orElse(Example.ORDER);
        return show(
                visit,
                place,
                200,
                new Typed(endpoint, example.payload(), 1),
                Said.NOTHING,
                sent(visit, place).orElse(null));
    }

    /** What became of the events that the address of a page is about. */
    private Optional<PlaygroundPage.Sent> sent(ConsoleVisit visit, Place place) {
        return visit.call()
                .queryTime("since")
                .flatMap(since ->
                        visit.call()
                                .query("endpoint")
                                .flatMap(EndpointId::parse)
                                .map(id -> sentEvents.find(visit, place, id, since)));
    }

    private Answer showSent(ConsoleVisit visit, Place place) {
        return sent(visit, place)
                .<Answer>map(sent ->
                        pages.part("console/playground-sent.jte", sent, visit.phrases().language()))
                .orElseThrow(() -> ApiError.notFound("no events were named"));
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

    /**
     * What the page says of the last step.
     *
     * @param alert of the form to send with
     * @param checked of the payload
     * @param receiverAlert of the form for the receiver
     */
    private record Said(
            @Nullable String alert, @Nullable String checked, @Nullable String receiverAlert) {

        static final Said NOTHING = new Said(null, null, null);

        static Said alert(String sentence) {
            return new Said(sentence, null, null);
        }
    }

    private Answer show(
            ConsoleVisit visit,
            Place place,
            int status,
            Typed typed,
            Said said,
            PlaygroundPage.@Nullable Sent sent) {
        String path = place.path(PATH);
        return pages.show(
                status,
                "console/playground.jte",
                new PlaygroundPage(
                        visit.shell(Section.PLAYGROUND, place),
                        path,
                        desk
                                .endpoints()
                                .list(place.environment().id(), null, MOST_ENDPOINTS)
                                .stream()
                                .map(PlaygroundPages::choice)
                                .toList(),
                        typed.endpoint(),
                        typed.payload(),
                        typed.times(),
                        Stream.of(Example.values())
                                .map(each ->
                                        new PlaygroundPage.Choice(
                                                path + "?example=" + each.word(), each.word()))
                                .toList(),
                        said.alert(),
                        said.checked(),
                        sent,
                        ToldReceiver.of(desk.receiver(), visit, place, said.receiverAlert())),
                visit.phrases().language());
    }

    private static PlaygroundPage.Choice choice(Endpoint endpoint) {
        return new PlaygroundPage.Choice(
                endpoint.id().toString(),
                Objects.requireNonNullElse(endpoint.description(), endpoint.url()));
    }

    private Answer send(ConsoleVisit visit, Place place, Form form) {
        Typed typed = Typed.of(form);
        byte[] payload = typed.payload().getBytes(StandardCharsets.UTF_8);
        Phrases phrases = visit.phrases();
        Optional<String> mistake = mistake(payload, phrases);
        if (mistake.isPresent()) {
            return show(
                    visit,
                    place,
                    422,
                    typed,
                    Said.alert(phrases.say("playground.nothing_sent", mistake.get())),
                    null);
        }
        if (form.has("check")) {
            String checked = phrases.say("playground.checked", phrases.size(payload.length));
            return show(visit, place, 200, typed, new Said(null, checked, null), null);
        }
        Optional<EndpointId> endpoint = EndpointId.parse(typed.endpoint());
        return endpoint.isEmpty()
                ? show(visit, place, 422, typed, Said.alert(phrases.say("playground.choose")), null)
                : send(visit, place, typed, endpoint.get(), payload);
    }

    /** Why this can be no payload, and where; empty if it can. */
    private static Optional<String> mistake(byte[] payload, Phrases phrases) {
        try {
            return Json.MAPPER.readTree(payload).isObject()
                    ? Optional.empty()
                    : Optional.of(phrases.say("playground.no_object"));
        } catch (JacksonException noJson) {
            TokenStreamLocation at = noJson.getLocation();
            return Optional.of(phrases.say("playground.no_json", at.getLineNr(), at.getColumnNr()));
        }
    }

    private Answer send(
            ConsoleVisit visit, Place place, Typed typed, EndpointId endpoint, byte[] payload) {
        Phrases phrases = visit.phrases();
        // Just before it, as exact as the database is.
        Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SendRepeatedly.Outcome outcome;
        try {
            outcome = desk.send().send(visit.caller(place), endpoint, payload, typed.times());
        } catch (ApiError refusal) {
            String alert =
                    phrases.say("playground.nothing_sent", SayFailure.refusal(refusal, phrases));
            return show(visit, place, 422, typed, Said.alert(alert), null);
        }
        String shown = place.path(PATH) + SentEvents.query(endpoint, since);
        if (outcome.refusal().isEmpty()) {
            return pages.goTo(shown);
        }
        String why = SayFailure.refusal(outcome.refusal().get(), phrases);
        return outcome.sent() == 0
                ? show(
                        visit,
                        place,
                        422,
                        typed,
                        Said.alert(phrases.say("playground.none_went_out", why)),
                        null)
                // Led away as after all of them: what answers here may be sent once more.
                : pages.goTo(
                        new Redirect(
                                shown, phrases.say("playground.went_out", outcome.sent(), why)));
    }

    private Answer tell(ConsoleVisit visit, Place place, Form form) {
        try {
            EndpointId endpoint =
                    desk.receiver()
                            .tell(
                                    TrialAnswer.of(form.text("answer")).orElse(TrialAnswer.SUCCESS),
                                    place.mode() == Mode.TEST && form.has("lapse"),
                                    visit.caller(place),
                                    visit.call().requestId());
            return pages.goTo(
                    ConsoleNotice.RECEIVER_TOLD
                            .in(visit.phrases())
                            .on(place.path(PATH) + "?endpoint=" + endpoint));
        } catch (ApiError refusal) {
            return show(
                    visit,
                    place,
                    422,
                    new Typed("", Example.ORDER.payload(), 1),
                    new Said(null, null, SayFailure.refusal(refusal, visit.phrases())),
                    null);
        }
    }
}
