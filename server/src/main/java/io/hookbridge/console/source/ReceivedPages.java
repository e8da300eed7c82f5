package io.hookbridge.console.source;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.source.SourceVisits.SourceVisit;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.inbound.log.ReceivedRequest;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.ReplayOutcome;

import java.util.List;
import java.util.Optional;

/** {@code …/sources/{id}/received}: requests as they came, byte for byte, and their replay. */
final class ReceivedPages {

    private static final String ONE = "/received/{message}";

    private final SourceDesk desk;
    private final Pages pages;
    private final SourceVisits sources;

    ReceivedPages(SourceDesk desk, Pages pages, SourceVisits sources) {
        this.desk = desk;
        this.pages = pages;
        this.sources = sources;
    }

    List<Route> routes() {
        return List.of(
                sources.get(ONE, Permission.READ, this::show),
                sources.get(ONE + "/payload", Permission.READ, this::payload),
                sources.post(ONE + "/replay", Permission.SEND, this::replay));
    }

    private Optional<ReceivedRequest> request(SourceVisit visit) {
        return MessageId.parse(visit.visit().call().path("message"))
                .flatMap(id ->
                        desk.requests()
                                .find(visit.source().environment(), visit.source().id(), id));
    }

    private Answer gone(SourceVisit visit) {
        return pages.goTo(ConsoleNotice.REQUEST_GONE.in(visit.phrases()).on(visit.path()));
    }

    private Answer show(SourceVisit visit) {
        return request(visit)
                .<Answer>map(request ->
                        pages.show(
                                200,
                                "console/source-received.jte",
                                ReceivedPage.of(
                                        visit.visit().shell(Section.SOURCES, visit.place()),
                                        visit.path(),
                                        visit.source(),
                                        request,
                                        visit.visit().permissions().contains(Permission.SEND),
                                        visit.phrases()),
                                visit.phrases().language()))
                .orElseGet(() -> gone(visit));
    }

    private Answer payload(SourceVisit visit) {
        return request(visit)
                .flatMap(ReceivedRequest::content)
                .<Answer>map(content -> Answer.download("payload", content.body()))
                .orElseGet(() -> gone(visit));
    }

    private Answer replay(SourceVisit visit, Form form) {
        Optional<ReceivedRequest> request = request(visit);
        if (request.isEmpty()) {
            return gone(visit);
        }
        MessageId id = request.get().message().id();
        Requester by =
                new Requester(
                        visit.visit().tenant(),
                        visit.source().environment(),
                        Direction.INBOUND,
                        visit.visit().actor(),
                        visit.visit().call().requestId());
        ConsoleNotice notice =
                switch (desk.replays().replay(by, id)) {
                    case ReplayOutcome.Queued _ -> ConsoleNotice.REPLAY_QUEUED;
                    case ReplayOutcome.UnderWay _ -> ConsoleNotice.REPLAY_UNDER_WAY;
                    case ReplayOutcome.NotFound _, ReplayOutcome.Refused _ ->
                            ConsoleNotice.REPLAY_REFUSED;
                };
        return pages.goTo(notice.in(visit.phrases()).on(visit.path() + "/received/" + id));
    }
}
