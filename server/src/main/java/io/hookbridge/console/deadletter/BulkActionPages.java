package io.hookbridge.console.deadletter;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.UserId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction;
import io.hookbridge.tenant.user.EmailAddress;

import java.util.List;
import java.util.Optional;

/** {@code …/dead-letters/actions}: how far bulk actions are; they can be paused and stopped. */
final class BulkActionPages {

    static final String PATH = DeadLetterPages.PATH + "/actions";

    private static final String ONE = PATH + "/{id}";
    private static final int MOST = 50;

    private final DeadLetterDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    BulkActionPages(DeadLetterDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.READ, this::list),
                visits.getIn(ONE, Permission.READ, this::show),
                visits.postIn(ONE, Permission.MANAGE, this::change));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        return pages.show(
                200,
                "console/bulk-actions.jte",
                new BulkActionsPage(
                        visit.shell(Section.DEAD_LETTERS, place),
                        desk.actions().list(visit.tenant(), place.environment().id(), MOST).stream()
                                .map(action -> row(visit, place, action))
                                .toList(),
                        place.path(DeadLetterPages.PATH)),
                visit.phrases().language());
    }

    private BulkActionPage.Row row(ConsoleVisit visit, Place place, BulkAction action) {
        return BulkActionPage.Row.of(
                action,
                place.path(PATH) + "/" + action.id(),
                who(visit, action.by().actor()),
                desk.clock().instant(),
                visit.phrases());
    }

    private String who(ConsoleVisit visit, Actor actor) {
        if (actor.kind() != Actor.Kind.USER) {
            return actor.id();
        }
        return UserId.parse(actor.id())
                .flatMap(id ->
                        Optional.ofNullable(
                                        desk.users().addresses(visit.tenant(), List.of(id)).get(id))
                                .map(EmailAddress::text))
                .orElse(visit.phrases().say("message.bulk.somebody"));
    }

    private Optional<BulkAction> find(ConsoleVisit visit, Place place) {
        // Actions and messages have ids of the same form.
        return MessageId.parse(visit.call().path("id"))
                .flatMap(id ->
                        desk.actions().find(visit.tenant(), place.environment().id(), id.value()));
    }

    private Answer show(ConsoleVisit visit, Place place) {
        return find(visit, place)
                .map(action -> row(visit, place, action))
                .<Answer>map(row ->
                        pages.show(
                                200,
                                "console/bulk-action.jte",
                                new BulkActionPage(
                                        visit.shell(Section.DEAD_LETTERS, place),
                                        row.path(),
                                        place.path(PATH),
                                        row),
                                visit.phrases().language()))
                .orElseGet(() -> gone(visit, place));
    }

    private Answer gone(ConsoleVisit visit, Place place) {
        return pages.goTo(ConsoleNotice.BULK_ACTION_GONE.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer change(ConsoleVisit visit, Place place, Form form) {
        Optional<BulkAction> action = find(visit, place);
        if (action.isEmpty()) {
            return gone(visit, place);
        }
        Requester by =
                new Requester(
                        visit.tenant(),
                        place.environment().id(),
                        action.get().by().direction(),
                        visit.actor(),
                        visit.call().requestId());
        boolean changed =
                switch (form.text("do")) {
                    case "pause" ->
                            desk.actions().halt(by, action.get().id(), BulkAction.Halt.PAUSED);
                    case "stop" ->
                            desk.actions().halt(by, action.get().id(), BulkAction.Halt.STOPPED);
                    case "resume" -> desk.actions().halt(by, action.get().id(), null);
                    default -> false;
                };
        String path = place.path(PATH) + "/" + action.get().id();
        return changed
                ? pages.goTo(path)
                : pages.goTo(ConsoleNotice.BULK_ACTION_ENDED.in(visit.phrases()).on(path));
    }
}
