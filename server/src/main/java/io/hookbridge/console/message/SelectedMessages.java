package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.Rfc3339;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageFilter;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction;
import io.hookbridge.message.bulk.Selection;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code …/messages/replay} and {@code …/messages/delete}: what can be done with all messages that
 * a query means.
 *
 * <p>The address has the query and the moment at which it was asked, and that of the form how many
 * messages fitted, so that what is agreed to is what was shown, whatever has come in or changed
 * since. If more fit by then, it is asked again.
 */
final class SelectedMessages {

    private static final String REPLAY = MessagePages.PATH + "/replay";
    private static final String DELETE = MessagePages.PATH + "/delete";

    /** As many are counted; of more it is only said that there are more. */
    private static final int MOST_COUNTED = 10_000;

    /** What has come to an end, or waits for another attempt; others are on their way. */
    private static final Set<MessageStatus> REPLAYABLE =
            EnumSet.of(
                    MessageStatus.SUCCEEDED,
                    MessageStatus.FAILED_PERMANENT,
                    MessageStatus.PENDING_RETRY);

    private final MessageDesk desk;
    private final SearchMessages search;
    private final Pages pages;
    private final ConsoleVisits visits;

    SelectedMessages(MessageDesk desk, SearchMessages search, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.search = search;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(REPLAY, Permission.SEND, about(REPLAYABLE, this::askToReplay)),
                visits.postIn(
                        REPLAY, Permission.SEND, form(REPLAYABLE, this::askToReplay, this::replay)),
                visits.getIn(
                        DELETE,
                        Permission.MANAGE,
                        about(EnumSet.allOf(MessageStatus.class), this::askToDelete)),
                visits.postIn(
                        DELETE,
                        Permission.MANAGE,
                        form(EnumSet.allOf(MessageStatus.class), this::askToDelete, this::delete)));
    }

    /**
     * What can be done with all that a query means, and where it is asked for.
     *
     * @param text what was typed
     */
    List<MessagePage.Action> actions(
            ConsoleVisit visit, Place place, String text, MessageQuery query) {
        Set<Permission> permissions = visit.permissions();
        List<MessagePage.Action> actions = new ArrayList<>();
        if (text.isEmpty() || !query.isOfStatesAndTimes()) {
            return actions;
        }
        String end = end(text, desk.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        if (permissions.contains(Permission.MANAGE)) {
            actions.add(
                    new MessagePage.Action(
                            visit.phrases().say("message.all.delete"),
                            place.path(DELETE) + end,
                            true,
                            true));
        }
        if (permissions.contains(Permission.SEND)
                && (query.status() == null || REPLAYABLE.contains(query.status()))) {
            actions.add(
                    new MessagePage.Action(
                            visit.phrases().say("message.all.replay"),
                            place.path(REPLAY) + end,
                            true,
                            false));
        }
        return actions;
    }

    private static String end(String text, Instant at) {
        return "?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&at=" + at;
    }

    /**
     * What an address means.
     *
     * @param at when it was asked for
     */
    private record Selected(String text, Instant at, Selection selection, Requester by, int count) {

        /** The end of the address of its form. */
        String agreed() {
            return end(text, at) + "&most=" + most();
        }

        /** Whether a form says that no fewer were agreed to. */
        boolean isAgreed(Call form) {
            return form.query("most")
                    .flatMap(most -> WholeNumber.parse(most, most(), BulkAction.MOST))
                    .isPresent();
        }

        boolean hasMore() {
            return count > MOST_COUNTED;
        }

        /** How many messages, as a person reads it. */
        String words(Phrases phrases) {
            return hasMore()
                    ? phrases.say("message.all.more_than", MOST_COUNTED)
                    : phrases.say("message.count", count);
        }

        int most() {
            return hasMore() ? BulkAction.MOST : count;
        }
    }

    /** Answers a call that is about messages. */
    @FunctionalInterface
    private interface Handler {
        Answer handle(ConsoleVisit visit, Place place, Selected selected);
    }

    /** The same with a form. */
    @FunctionalInterface
    private interface FormHandler {
        Answer handle(Place place, Selected selected, Form form);
    }

    private ConsoleVisits.PlaceHandler about(Set<MessageStatus> states, Handler handler) {
        return (visit, place) ->
                selected(visit, place, states)
                        .map(selected -> handler.handle(visit, place, selected))
                        .orElseGet(() -> pages.goTo(list(visit, place)));
    }

    private ConsoleVisits.PlaceFormHandler form(
            Set<MessageStatus> states, Handler question, FormHandler handler) {
        return (visit, place, form) ->
                about(
                                states,
                                (_, _, selected) ->
                                        selected.isAgreed(visit.call())
                                                ? handler.handle(place, selected, form)
                                                : question.handle(visit, place, selected))
                        .handle(visit, place);
    }

    /** The list says what is wrong with a query, or that nothing fits. */
    private static String list(ConsoleVisit visit, Place place) {
        return MessagePages.search(
                place.path(MessagePages.PATH), visit.call().query("q").orElse(""));
    }

    /** Empty if the address means nothing. */
    private Optional<Selected> selected(
            ConsoleVisit visit, Place place, Set<MessageStatus> states) {
        String text = visit.call().query("q").orElse("").strip();
        Instant at = visit.call().query("at").flatMap(Rfc3339::parse).orElse(null);
        if (text.isEmpty() || at == null) {
            return Optional.empty();
        }
        try {
            MessageQuery query = search.query(text, at);
            return query.isOfStatesAndTimes()
                    ? search.filter(query, place.environment().id())
                            .flatMap(filter -> selected(visit, text, at, filter, states))
                    : Optional.empty();
        } catch (ReadQuery.UnreadableException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Selected> selected(
            ConsoleVisit visit,
            String text,
            Instant at,
            MessageFilter filter,
            Set<MessageStatus> states) {
        LogFilter log = filter.log();
        MessageStatus status = log.status();
        Instant end = at.plusMillis(1);
        Instant until = log.until();
        Selection selection =
                new Selection(
                                log.direction(),
                                status == null ? states : Set.of(status),
                                log.endpoint(),
                                log.from(),
                                until == null || until.isAfter(end) ? end : until)
                        .asOf(at);
        Requester by =
                new Requester(
                        visit.tenant(),
                        log.environment(),
                        log.direction(),
                        visit.actor(),
                        visit.call().requestId());
        int count = desk.bulk().count(by, selection, MOST_COUNTED + 1);
        return count == 0
                ? Optional.empty()
                : Optional.of(new Selected(text, at, selection, by, count));
    }

    private Answer askToReplay(ConsoleVisit visit, Place place, Selected selected) {
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "console/replay.jte",
                new ReplayPage(
                        visit.shell(Section.MESSAGES, place),
                        phrases.say("message.all.replay.question", selected.words(phrases)),
                        replayFacts(visit, selected),
                        place.path(REPLAY) + selected.agreed(),
                        selected.count(),
                        list(visit, place)),
                phrases.language());
    }

    private List<String> replayFacts(ConsoleVisit visit, Selected selected) {
        Phrases phrases = visit.phrases();
        List<String> facts = new ArrayList<>(facts(visit, selected));
        facts.add(phrases.say("message.all.oldest_first"));
        BulkQuestion.lost(desk.bulk(), selected.by(), selected.selection(), phrases)
                .ifPresent(facts::add);
        return facts;
    }

    private static List<String> facts(ConsoleVisit visit, Selected selected) {
        Phrases phrases = visit.phrases();
        boolean sent = selected.selection().direction() == Direction.OUTBOUND;
        List<String> facts = new ArrayList<>();
        if (visit.call().method().equals("POST")) {
            facts.add(phrases.say("message.all.more_now"));
        }
        facts.add(
                phrases.say(
                        sent ? "message.all.sent" : "message.all.received",
                        phrases.second(selected.at()),
                        selected.text()));
        if (selected.hasMore()) {
            facts.add(phrases.say("message.all.most", BulkAction.MOST));
        }
        return facts;
    }

    private Answer replay(Place place, Selected selected, Form form) {
        Integer perSecond =
                WholeNumber.parse(form.text("pace"), 1, BulkAction.FASTEST).orElse(null);
        return order(place, selected, BulkAction.Kind.REPLAY, perSecond, Duration.ZERO);
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, Selected selected) {
        Phrases phrases = visit.phrases();
        List<String> facts = new ArrayList<>(facts(visit, selected));
        facts.add(phrases.say("message.all.payloads_go"));
        facts.add(phrases.say("message.all.undo", BulkQuestion.UNDO.toSeconds()));
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.MESSAGES, place),
                        Question.ofDanger(
                                phrases.say("message.all.delete.question", selected.words(phrases)),
                                facts,
                                place.path(DELETE) + selected.agreed(),
                                phrases.say("message.all.delete.button", selected.words(phrases)),
                                list(visit, place),
                                phrases.say("message.all.keep"))),
                phrases.language());
    }

    private Answer delete(Place place, Selected selected, Form form) {
        return order(place, selected, BulkAction.Kind.DELETE, null, BulkQuestion.UNDO);
    }

    private Answer order(
            Place place,
            Selected selected,
            BulkAction.Kind kind,
            @Nullable Integer perSecond,
            Duration delay) {
        UUID action =
                desk.bulk()
                        .order(
                                selected.by(),
                                kind,
                                selected.selection(),
                                selected.most(),
                                perSecond,
                                delay);
        return pages.goTo(place.path(Section.DEAD_LETTERS.path()) + "/actions/" + action);
    }
}
