package io.hookbridge.console.deadletter;

import io.hookbridge.access.Permission;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code …/dead-letters}: what was given up, by endpoint and cause. */
public final class DeadLetterPages {

    static final String PATH = Section.DEAD_LETTERS.path();

    private static final String GROUP = PATH + "/{endpoint}/{kind}";
    private static final String REPLAY = GROUP + "/replay";
    private static final String DELETE = GROUP + "/delete";

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

    /** Answers a call that is about a group. */
    @FunctionalInterface
    private interface GroupHandler {
        Answer handle(ConsoleVisit visit, Place place, DeadLetters.Group group);
    }

    /** The same with a form. */
    @FunctionalInterface
    private interface GroupFormHandler {
        Answer handle(ConsoleVisit visit, Place place, DeadLetters.Group group, Form form);
    }

    private ConsoleVisits.PlaceHandler about(GroupHandler handler) {
        return (visit, place) ->
                desk.letters().of(place.environment().id()).groups().stream()
                        .filter(group -> isNamed(visit, group))
                        .findFirst()
                        .map(group -> handler.handle(visit, place, group))
                        .orElseGet(() ->
                                pages.goTo(
                                        ConsoleNotice.DEAD_LETTERS_GONE
                                                .in(visit.phrases())
                                                .on(place.path(PATH))));
    }

    private ConsoleVisits.PlaceFormHandler form(GroupFormHandler handler) {
        return (visit, place, form) ->
                about((_, _, group) -> handler.handle(visit, place, group, form))
                        .handle(visit, place);
    }

    private static boolean isNamed(ConsoleVisit visit, DeadLetters.Group group) {
        return group.endpoint().toString().equals(visit.call().path("endpoint"))
                && group.kind().word().equals(visit.call().path("kind"));
    }

    private Answer askToReplay(ConsoleVisit visit, Place place, DeadLetters.Group group) {
        Phrases phrases = visit.phrases();
        long count = group.count() - group.expired();
        return pages.show(
                200,
                "console/replay.jte",
                new ReplayPage(
                        visit.shell(Section.DEAD_LETTERS, place),
                        phrases.say("message.letters.replay.question", count),
                        facts(visit, place, group, count),
                        path(place, group) + "/replay",
                        count,
                        place.path(PATH)),
                phrases.language());
    }

    private List<String> facts(
            ConsoleVisit visit, Place place, DeadLetters.Group group, long count) {
        Phrases phrases = visit.phrases();
        List<String> facts = new ArrayList<>();
        facts.add(
                phrases.say(
                        "message.letters.they_go",
                        count,
                        DeadLettersPage.place(group, phrases),
                        SayFailure.title(group.kind(), phrases)));
        facts.add(SayFailure.remedy(group.kind(), phrases));
        BulkQuestion.lost(desk.actions(), requester(visit, place, group), selection(group), phrases)
                .ifPresent(facts::add);
        if (group.expired() > 0) {
            facts.add(phrases.say("message.letters.expired_stay", group.expired()));
        }
        return facts;
    }

    private Selection selection(DeadLetters.Group group) {
        return Selection.ofDeadLetters(
                group.direction(), group.endpoint(), group.errors(), desk.clock().instant());
    }

    private static Requester requester(ConsoleVisit visit, Place place, DeadLetters.Group group) {
        return new Requester(
                visit.tenant(),
                place.environment().id(),
                group.direction(),
                visit.actor(),
                visit.call().requestId());
    }

    private Answer replay(ConsoleVisit visit, Place place, DeadLetters.Group group, Form form) {
        Integer perSecond =
                WholeNumber.parse(form.text("pace"), 1, BulkAction.FASTEST).orElse(null);
        return order(visit, place, group, BulkAction.Kind.REPLAY, perSecond, Duration.ZERO);
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, DeadLetters.Group group) {
        Phrases phrases = visit.phrases();
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
                                path(place, group) + "/delete",
                                phrases.say("message.all.delete.button", letters),
                                place.path(PATH),
                                phrases.say("message.all.keep"))),
                phrases.language());
    }

    private Answer delete(ConsoleVisit visit, Place place, DeadLetters.Group group, Form form) {
        return order(visit, place, group, BulkAction.Kind.DELETE, null, BulkQuestion.UNDO);
    }

    private Answer order(
            ConsoleVisit visit,
            Place place,
            DeadLetters.Group group,
            BulkAction.Kind kind,
            @Nullable Integer perSecond,
            Duration delay) {
        UUID action =
                desk.actions()
                        .order(
                                requester(visit, place, group),
                                kind,
                                selection(group),
                                (int) Math.min(BulkAction.MOST, group.count()),
                                perSecond,
                                delay);
        return pages.goTo(place.path(BulkActionPages.PATH) + "/" + action);
    }
}
