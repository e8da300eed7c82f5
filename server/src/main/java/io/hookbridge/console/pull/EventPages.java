package io.hookbridge.console.pull;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.source.SourceVisits;
import io.hookbridge.console.source.SourceVisits.SourceVisit;
import io.hookbridge.console.source.SourcesPage;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.message.Requester;
import io.hookbridge.pull.event.EventDeletions;
import io.hookbridge.pull.event.PullEvents;

import java.util.List;
import java.util.function.Function;

/** {@code …/pull/{id}/events}: single events. */
final class EventPages {

    private static final String ONE = "/events/{event}";

    private final PullDesk desk;
    private final Pages pages;
    private final SourceVisits sources;

    EventPages(PullDesk desk, Pages pages, SourceVisits sources) {
        this.desk = desk;
        this.pages = pages;
        this.sources = sources;
    }

    List<Route> routes() {
        return List.of(
                sources.get(ONE, Permission.READ, visit -> about(visit, it -> show(visit, it))),
                sources.get(
                        ONE + "/payload",
                        Permission.READ,
                        visit -> about(visit, it -> payload(visit, it))),
                // Whoever may fetch events may acknowledge them, as in the API.
                sources.post(
                        ONE + "/acknowledge",
                        Permission.READ,
                        (visit, _) -> about(visit, it -> acknowledge(visit, it))),
                sources.get(
                        ONE + "/delete",
                        Permission.MANAGE,
                        visit -> about(visit, it -> askToDelete(visit, it))),
                sources.post(
                        ONE + "/delete",
                        Permission.MANAGE,
                        (visit, _) -> about(visit, it -> delete(visit, it))));
    }

    /** Answers a call that is about the event in the path; one that is gone leads to the list. */
    private Answer about(SourceVisit visit, Function<PullEvents.Fetched, Answer> handler) {
        return MessageId.parse(visit.visit().call().path("event"))
                .map(id -> {
                    PullEvents.Fetched found;
                    try {
                        found =
                                desk.events()
                                        .preview(
                                                visit.source().environment(),
                                                visit.source().id(),
                                                id);
                    } catch (ApiError refusal) {
                        if (refusal.code() != ErrorCode.NOT_FOUND) {
                            throw refusal;
                        }
                        return gone(visit);
                    }
                    return handler.apply(found);
                })
                .orElseGet(() -> gone(visit));
    }

    private Answer gone(SourceVisit visit) {
        return pages.goTo(ConsoleNotice.EVENT_GONE.in(visit.phrases()).on(visit.path()));
    }

    private Answer show(SourceVisit visit, PullEvents.Fetched found) {
        return pages.show(
                200,
                "console/pull-event.jte",
                EventPage.of(
                        visit.visit().shell(Section.PULL, visit.place()),
                        visit.path(),
                        SourcesPage.name(visit.source(), visit.phrases()),
                        found,
                        visit.mayManage(),
                        visit.phrases()),
                visit.phrases().language());
    }

    private Answer payload(SourceVisit visit, PullEvents.Fetched found) {
        return found.payload()
                .<Answer>map(payload -> Answer.download("payload", payload.body()))
                .orElseGet(() -> gone(visit));
    }

    static Requester requester(SourceVisit visit) {
        return new Requester(
                visit.visit().tenant(),
                visit.source().environment(),
                Direction.PULL,
                visit.visit().actor(),
                visit.visit().call().requestId());
    }

    private Answer acknowledge(SourceVisit visit, PullEvents.Fetched found) {
        boolean acknowledged =
                desk.acknowledgements()
                                .acknowledge(
                                        visit.source().environment(),
                                        visit.source().id(),
                                        List.of(found.event().id()))
                                .acknowledged()
                        == 1;
        return pages.goTo(
                (acknowledged
                                ? ConsoleNotice.EVENT_ACKNOWLEDGED
                                : ConsoleNotice.EVENT_NOT_ACKNOWLEDGED)
                        .in(visit.phrases())
                        .on(visit.path()));
    }

    private Answer askToDelete(SourceVisit visit, PullEvents.Fetched found) {
        EventPage page =
                EventPage.of(
                        visit.visit().shell(Section.PULL, visit.place()),
                        visit.path(),
                        SourcesPage.name(visit.source(), visit.phrases()),
                        found,
                        visit.mayManage(),
                        visit.phrases());
        Phrases phrases = visit.phrases();
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        page.shell(),
                        Question.ofDanger(
                                phrases.say("pull.deletion.event.question"),
                                List.of(
                                        page.title() + ", " + found.event().id() + ".",
                                        phrases.say("pull.deletion.event.effect"),
                                        phrases.say("console.final")),
                                page.path() + "/delete",
                                phrases.say("pull.deletion.event"),
                                page.path(),
                                phrases.say("console.keep"))),
                phrases.language());
    }

    private Answer delete(SourceVisit visit, PullEvents.Fetched found) {
        EventDeletions.Outcome outcome =
                desk.deletions()
                        .delete(requester(visit), visit.source().id(), List.of(found.event().id()))
                        .firstEntry()
                        .getValue();
        ConsoleNotice notice =
                switch (outcome) {
                    case EventDeletions.Outcome.Deleted _ -> ConsoleNotice.EVENT_DELETED;
                    case EventDeletions.Outcome.AlreadyDeleted _,
                            EventDeletions.Outcome.NotFound _ ->
                            ConsoleNotice.EVENT_GONE;
                };
        return pages.goTo(notice.in(visit.phrases()).on(visit.path()));
    }
}
