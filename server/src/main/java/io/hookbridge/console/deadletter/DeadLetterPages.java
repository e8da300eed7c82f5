package io.hookbridge.console.deadletter;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.message.BulkQuestion;
import io.hookbridge.console.message.ReplayPage;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction;
import io.hookbridge.message.bulk.DeadLetters;
import io.hookbridge.message.bulk.Selection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code …/dead-letters}: what was given up, by endpoint and cause.
 *
 * <p>A form about a group says how many letters were shown and of what time, so that no others are
 * agreed to.
 */
public final class DeadLetterPages {

    static final String PATH = Section.DEAD_LETTERS.path();

    private static final String GROUP = PATH + "/{endpoint}/{kind}";
    private static final String REPLAY = GROUP + "/replay";
    private static final String DELETE = GROUP + "/delete";

    /**
     * An older question is asked again: what was given up since has to be passed over to answer it.
     */
    private static final Duration FRESH = Duration.ofHours(1);

    private final DeadLetterDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    public DeadLetterPages(DeadLetterDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(visits.getIn(PATH, Permission.READ, this::list));
        routes.add(visits.getIn(REPLAY, Permission.SEND, about(this::askToReplay)));
        routes.add(visits.postIn(REPLAY, Permission.SEND, form(this::replay)));
        routes.add(visits.getIn(DELETE, Permission.MANAGE, about(this::askToDelete)));
        routes.add(visits.postIn(DELETE, Permission.MANAGE, form(this::delete)));
        routes.addAll(new BulkActionPages(desk, pages, visits).routes());
        return routes;
    }

    private Answer list(ConsoleVisit visit, Place place) {
        Phrases phrases = visit.phrases();
        DeadLetters.Groups found = desk.letters().of(place.environment().id());
        String messages = place.path(Section.MESSAGES.path());
        return pages.show(
                200,
                "console/dead-letters.jte",
                new DeadLettersPage(
                        visit.shell(Section.DEAD_LETTERS, place),
                        lead(found, phrases),
                        found.groups().stream()
                                .map(group ->
                                        DeadLettersPage.Row.of(
                                                group, path(place, group), messages, phrases))
                                .toList(),
                        place.path(BulkActionPages.PATH)),
                phrases.language());
    }

    private static String lead(DeadLetters.Groups found, Phrases phrases) {
        if (!found.all()) {
            return phrases.say("message.letters.latest", DeadLetters.REACH);
        }
        return phrases.say("message.letters.count", found.count());
    }

    private static String path(Place place, DeadLetters.Group group) {
        return place.path(PATH) + "/" + group.endpoint() + "/" + group.kind().word();
    }

    /**
     * Letters that are asked about.
     *
     * @param first when the oldest of them was accepted
     * @param at when they were there
     * @param most how many they were
     */
    private record Shown(DeadLetters.Group group, Instant first, Instant at, long most) {

        static Shown of(DeadLetters.Group group, Instant at) {
            return new Shown(group, group.first(), at, Math.min(BulkAction.MOST, group.count()));
        }

        /** What a form about them has at the end of its address. */
        String query() {
            return "?first=" + first + "&at=" + at + "&most=" + most;
        }

        Selection selection() {
            return Selection.ofDeadLetters(
                    group.direction(), group.endpoint(), group.errors(), first, at);
        }
    }

    /** Answers a call that is about letters. */
    @FunctionalInterface
    private interface ShownHandler {
        Answer handle(ConsoleVisit visit, Place place, Shown shown);
    }

    /** The same with a form. */
    @FunctionalInterface
    private interface ShownFormHandler {
        Answer handle(ConsoleVisit visit, Place place, Shown shown, Form form);
    }

    private ConsoleVisits.PlaceHandler about(ShownHandler handler) {
        return (visit, place) -> {
            Instant now = desk.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            return group(visit, place, now)
                    .map(group -> handler.handle(visit, place, Shown.of(group, now)))
                    .orElseGet(() -> gone(visit, place));
        };
    }

    /** A form that does not say what was shown leads to the question. */
    private ConsoleVisits.PlaceFormHandler form(ShownFormHandler handler) {
        return (visit, place, form) -> {
            Call call = visit.call();
            Instant first = call.query("first").flatMap(Rfc3339::parse).orElse(null);
            Instant at = call.query("at").flatMap(Rfc3339::parse).orElse(null);
            Integer most =
                    call.query("most")
                            .flatMap(text -> WholeNumber.parse(text, 1, BulkAction.MOST))
                            .orElse(null);
            if (first == null || at == null || most == null || isStale(at)) {
                return pages.goTo(call.target());
            }
            return group(visit, place, at)
                    .map(group ->
                            handler.handle(
                                    visit,
                                    place,
                                    new Shown(group, first, at, Math.min(most, group.count())),
                                    form))
                    .orElseGet(() -> gone(visit, place));
        };
    }

    private boolean isStale(Instant at) {
        return at.isBefore(desk.clock().instant().minus(FRESH));
    }

    private Optional<DeadLetters.Group> group(ConsoleVisit visit, Place place, Instant at) {
        return desk.letters().of(place.environment().id(), at).groups().stream()
                .filter(group -> isNamed(visit, group))
                .findFirst();
    }

    private Answer gone(ConsoleVisit visit, Place place) {
        return pages.goTo(ConsoleNotice.DEAD_LETTERS_GONE.in(visit.phrases()).on(place.path(PATH)));
    }

    private static boolean isNamed(ConsoleVisit visit, DeadLetters.Group group) {
        return group.endpoint().toString().equals(visit.call().path("endpoint"))
                && group.kind().word().equals(visit.call().path("kind"));
    }

    private Answer askToReplay(ConsoleVisit visit, Place place, Shown shown) {
        Phrases phrases = visit.phrases();
        DeadLetters.Group group = shown.group();
        long count = group.count() - group.expired();
        return pages.show(
                200,
                "console/replay.jte",
                new ReplayPage(
                        visit.shell(Section.DEAD_LETTERS, place),
                        phrases.say("message.letters.replay.question", count),
                        facts(visit, place, shown, count),
                        path(place, group) + "/replay" + shown.query(),
                        count,
                        place.path(PATH)),
                phrases.language());
    }

    private List<String> facts(ConsoleVisit visit, Place place, Shown shown, long count) {
        Phrases phrases = visit.phrases();
        DeadLetters.Group group = shown.group();
        List<String> facts = new ArrayList<>();
        facts.add(
                phrases.say(
                        "message.letters.they_go",
                        count,
                        DeadLettersPage.place(group, phrases),
                        SayFailure.title(group.kind(), phrases)));
        facts.add(SayFailure.remedy(group.kind(), phrases));
        BulkQuestion.lost(
                        desk.actions(), requester(visit, place, group), shown.selection(), phrases)
                .ifPresent(facts::add);
        if (group.expired() > 0) {
            facts.add(phrases.say("message.letters.expired_stay", group.expired()));
        }
        return facts;
    }

    private static Requester requester(ConsoleVisit visit, Place place, DeadLetters.Group group) {
        return new Requester(
                visit.tenant(),
                place.environment().id(),
                group.direction(),
                visit.actor(),
                visit.call().requestId());
    }

    private Answer replay(ConsoleVisit visit, Place place, Shown shown, Form form) {
        Integer perSecond =
                WholeNumber.parse(form.text("pace"), 1, BulkAction.FASTEST).orElse(null);
        return order(visit, place, shown, BulkAction.Kind.REPLAY, perSecond, Duration.ZERO);
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, Shown shown) {
        Phrases phrases = visit.phrases();
        DeadLetters.Group group = shown.group();
        String letters = phrases.say("message.letters.words", group.count());
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.DEAD_LETTERS, place),
                        Question.ofDanger(
                                phrases.say("message.all.delete.question", letters),
                                List.of(
                                        phrases.say(
                                                "message.letters.they_went",
                                                group.count(),
                                                DeadLettersPage.place(group, phrases),
                                                SayFailure.title(group.kind(), phrases)),
                                        phrases.say("message.letters.delete.goes", group.count()),
                                        phrases.say(
                                                "message.all.undo", BulkQuestion.UNDO.toSeconds())),
                                path(place, group) + "/delete" + shown.query(),
                                phrases.say("message.all.delete.button", letters),
                                place.path(PATH),
                                phrases.say("message.all.keep"))),
                phrases.language());
    }

    private Answer delete(ConsoleVisit visit, Place place, Shown shown, Form form) {
        return order(visit, place, shown, BulkAction.Kind.DELETE, null, BulkQuestion.UNDO);
    }

    private Answer order(
            ConsoleVisit visit,
            Place place,
            Shown shown,
            BulkAction.Kind kind,
            @Nullable Integer perSecond,
            Duration delay) {
        UUID action =
                desk.actions()
                        .order(
                                requester(visit, place, shown.group()),
                                kind,
                                shown.selection(),
                                (int) shown.most(),
                                perSecond,
                                delay);
        return pages.goTo(place.path(BulkActionPages.PATH) + "/" + action);
    }
}
