package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.message.Message;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.PendingRetries;
import io.hookbridge.message.action.ReplayOutcome;

import java.util.List;
import java.util.Optional;

/** What can be done with a message. */
final class MessageActions {

    private static final String RETRY = MessagePages.ONE + "/retry";
    private static final String CANCEL = MessagePages.ONE + "/cancel";
    private static final String REPLAY = MessagePages.ONE + "/replay";
    private static final String DELETE = MessagePages.ONE + "/delete";
    private static final int CONFLICT = 409;

    private final MessageDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final ShowMessage show;

    MessageActions(MessageDesk desk, Pages pages, ConsoleVisits visits, ShowMessage show) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.show = show;
    }

    List<Route> routes() {
        return List.of(
                visits.postIn(RETRY, Permission.SEND, form(this::retry)),
                visits.getIn(CANCEL, Permission.SEND, page(this::askToCancel)),
                visits.postIn(CANCEL, Permission.SEND, form(this::cancel)),
                visits.postIn(REPLAY, Permission.SEND, form(this::replay)),
                visits.getIn(DELETE, Permission.MANAGE, page(this::askToDelete)),
                visits.postIn(DELETE, Permission.MANAGE, form(this::delete)));
    }

    private ConsoleVisits.PlaceHandler page(MessagePages.MessageHandler handler) {
        return (visit, place) ->
                MessagePages.find(desk, visit, place)
                        .map(message -> handler.handle(visit, place, message))
                        .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    /** What cannot be done is said on the page of the message. */
    private ConsoleVisits.PlaceFormHandler form(MessagePages.MessageHandler handler) {
        return (visit, place, _) ->
                page(
                                (_, _, message) -> {
                                    try {
                                        return handler.handle(visit, place, message);
                                    } catch (ApiError refusal) {
                                        return refused(visit, place, message, refusal);
                                    }
                                })
                        .handle(visit, place);
    }

    private Answer refused(ConsoleVisit visit, Place place, Message before, ApiError refusal) {
        return show.page(
                visit,
                place,
                MessagePages.find(desk, visit, place).orElse(before),
                CONFLICT,
                SayFailure.refusal(refusal, visit.phrases()));
    }

    private static Requester requester(ConsoleVisit visit, Place place, Message message) {
        return new Requester(
                visit.tenant(),
                place.environment().id(),
                message.direction(),
                visit.actor(),
                visit.call().requestId());
    }

    private static String path(Place place, MessageId id) {
        return place.path(MessagePages.PATH) + "/" + id;
    }

    /** Back to the message, and in the list that it was chosen from. */
    private Answer done(ConsoleNotice notice, ConsoleVisit visit, Place place, Message message) {
        return pages.goTo(
                notice.in(visit.phrases())
                        .on(path(place, message.id()) + ListPlace.of(visit.call()).suffix()));
    }

    private Answer retry(ConsoleVisit visit, Place place, Message message) {
        Optional<PendingRetries.Due> due =
                desk.retries().retryNow(requester(visit, place, message), message.id());
        return due.map(it ->
                        done(
                                it.paused()
                                        ? ConsoleNotice.MESSAGE_DUE_LATER
                                        : ConsoleNotice.MESSAGE_DUE,
                                visit,
                                place,
                                message))
                .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    private Answer askToCancel(ConsoleVisit visit, Place place, Message message) {
        Phrases phrases = visit.phrases();
        return ask(
                visit,
                place,
                message,
                phrases.say("message.cancel.question"),
                List.of(
                        phrases.say("message.cancel.stands"),
                        phrases.say(
                                "message.cancel.replay", phrases.day(message.payloadExpiresAt()))),
                "/cancel",
                phrases.say("message.cancel.button"));
    }

    private Answer cancel(ConsoleVisit visit, Place place, Message message) {
        return desk.retries()
                .cancel(requester(visit, place, message), message.id())
                .map(_ -> done(ConsoleNotice.MESSAGE_CANCELLED, visit, place, message))
                .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    private Answer replay(ConsoleVisit visit, Place place, Message message) {
        ReplayOutcome outcome =
                desk.replays().replay(requester(visit, place, message), message.id());
        return switch (outcome) {
            case ReplayOutcome.Queued _ ->
                    done(ConsoleNotice.MESSAGE_REPLAYED, visit, place, message);
            case ReplayOutcome.NotFound _ -> MessagePages.gone(pages, visit, place);
            case ReplayOutcome.UnderWay(var code, var sentence) ->
                    refused(visit, place, message, new ApiError(code, sentence));
            case ReplayOutcome.Refused(var code, var sentence) ->
                    refused(visit, place, message, new ApiError(code, sentence));
        };
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, Message message) {
        Phrases phrases = visit.phrases();
        return ask(
                visit,
                place,
                message,
                phrases.say("message.delete.question"),
                List.of(
                        phrases.say(
                                "message.delete.goes",
                                message.attemptCount(),
                                phrases.size(message.sizeBytes())),
                        message.finishedAt() == null
                                ? phrases.say("message.delete.not_delivered")
                                : phrases.say("message.delete.not_replayed"),
                        phrases.say("message.delete.line")),
                "/delete",
                phrases.say("message.delete.button"));
    }

    private Answer ask(
            ConsoleVisit visit,
            Place place,
            Message message,
            String heading,
            List<String> facts,
            String action,
            String button) {
        String path = path(place, message.id());
        String suffix = ListPlace.of(visit.call()).suffix();
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.MESSAGES, place),
                        Question.ofDanger(
                                heading,
                                facts,
                                path + action + suffix,
                                button,
                                path + suffix,
                                visit.phrases().say("message.keep"))),
                visit.phrases().language());
    }

    private Answer delete(ConsoleVisit visit, Place place, Message message) {
        desk.deletions().delete(requester(visit, place, message), List.of(message.id()));
        return done(ConsoleNotice.MESSAGE_DELETED, visit, place, message);
    }
}
