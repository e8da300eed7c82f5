package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.live.LivePages;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.message.Message;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code …/messages}: what was sent and received. */
public final class MessagePages {

    static final String PATH = Section.MESSAGES.path();
    static final String ONE = PATH + "/{id}";

    private static final List<String> STATES =
            List.of("queued", "delivering", "waiting", "delivered", "failed", "paused");

    private final MessageDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SelectedMessages selected;
    private final SavedSearches saved;
    private final ShowMessage show;
    private final SearchMessages search;

    /**
     * @param publicUrl how callers reach this server
     */
    public MessagePages(MessageDesk desk, Pages pages, ConsoleVisits visits, URI publicUrl) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.search = new SearchMessages(desk);
        this.selected = new SelectedMessages(desk, search, pages, visits);
        this.saved = new SavedSearches(desk.saved(), pages, visits);
        this.show = new ShowMessage(desk, search, pages, publicUrl);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(visits.getIn(PATH, Permission.READ, this::list));
        routes.add(visits.getIn(ONE, Permission.READ, about(show::page)));
        routes.add(visits.getIn(ONE + "/payload", Permission.READ, about(this::payload)));
        routes.add(
                visits.getIn(
                        ONE + "/attempts/{attempt_no}/response-body",
                        Permission.READ,
                        about(this::responseBody)));
        routes.addAll(new SignaturePages(desk, pages, visits).routes());
        routes.addAll(selected.routes());
        routes.addAll(saved.routes());
        routes.addAll(new AnewPages(desk, pages, visits).routes());
        routes.addAll(new MessageActions(desk, pages, visits, show).routes());
        return routes;
    }

    /** Whether it goes from the project to others. */
    static boolean isSent(Message message) {
        return message.direction() == Direction.OUTBOUND;
    }

    /** Answers a call that is about a message. */
    @FunctionalInterface
    interface MessageHandler {
        Answer handle(ConsoleVisit visit, Place place, Message message);
    }

    private ConsoleVisits.PlaceHandler about(MessageHandler handler) {
        return (visit, place) ->
                find(desk, visit, place)
                        .map(message -> handler.handle(visit, place, message))
                        .orElseGet(() -> gone(pages, visit, place));
    }

    /** The message that the path names, whichever way it goes. */
    static Optional<Message> find(MessageDesk desk, ConsoleVisit visit, Place place) {
        return MessageId.parse(visit.call().path("id")).flatMap(id -> find(desk, place, id));
    }

    private static Optional<Message> find(MessageDesk desk, Place place, MessageId id) {
        return desk.read()
                .find(place.environment().id(), Direction.OUTBOUND, id)
                .or(() -> desk.read().find(place.environment().id(), Direction.INBOUND, id));
    }

    static Answer gone(Pages pages, ConsoleVisit visit, Place place) {
        return pages.goTo(ConsoleNotice.MESSAGE_GONE.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        String text = visit.call().query("q").orElse("").strip();
        UUID after = IdCursor.of(visit.call()).map(IdCursor::id).orElse(null);
        try {
            MessageQuery query = search.query(text);
            MessageId id = query.id();
            if (id != null && text.equals(id.toString()) && find(desk, place, id).isPresent()) {
                return pages.goTo(place.path(PATH) + "/" + id);
            }
            FindMessages.Page found =
                    search.page(query, place.environment().id(), after, SearchMessages.ON_A_PAGE);
            return page(
                    visit,
                    place,
                    200,
                    text,
                    null,
                    selected.actions(visit, place, text, query),
                    found);
        } catch (ReadQuery.UnreadableException unreadable) {
            return page(
                    visit,
                    place,
                    400,
                    text,
                    unreadable.in(visit.phrases()),
                    List.of(),
                    SearchMessages.NOTHING);
        }
    }

    private Answer page(
            ConsoleVisit visit,
            Place place,
            int status,
            String text,
            @Nullable String alert,
            List<MessagePage.Action> actions,
            FindMessages.Page found) {
        String path = place.path(PATH);
        Phrases phrases = visit.phrases();
        Map<TargetId, String> urls =
                desk.endpoints()
                        .urls(
                                place.environment().id(),
                                found.messages().stream()
                                        .map(Message::target)
                                        .collect(Collectors.toSet()));
        UUID next = found.next();
        ListPlace of =
                new ListPlace(
                        text, found.messages().isEmpty() ? null : found.messages().getFirst().id());
        return pages.show(
                status,
                "console/messages.jte",
                new MessagesPage(
                        visit.shell(Section.MESSAGES, place),
                        path,
                        text,
                        alert,
                        desk.find().searchDays(),
                        chips(path, text, phrases),
                        saved.of(visit, place, text),
                        place.path(PATH) + "/saved",
                        histogram(place, path, text, phrases),
                        found.messages().stream()
                                .map(message ->
                                        MessagesPage.Row.of(message, path, of, urls, phrases))
                                .toList(),
                        actions,
                        place.path(Section.START.path()),
                        isNewest(visit, text)
                                ? LivePages.newsAfter(
                                        place,
                                        found.messages().stream().map(Message::id).findFirst())
                                : null,
                        next == null ? null : search(path, text) + "&cursor=" + new IdCursor(next)),
                phrases.language());
    }

    /** Whether the page begins with the newest message of all. */
    private static boolean isNewest(ConsoleVisit visit, String text) {
        return text.isEmpty() && IdCursor.of(visit.call()).isEmpty();
    }

    private Histogram histogram(Place place, String path, String text, Phrases phrases) {
        EnvironmentId environment = place.environment().id();
        return Histogram.of(
                desk.counts().buckets(environment, Direction.OUTBOUND, null, Window.WEEK),
                desk.counts().buckets(environment, Direction.INBOUND, null, Window.WEEK),
                path,
                text,
                phrases);
    }

    private static List<Shell.Link> chips(String path, String text, Phrases phrases) {
        List<Shell.Link> chips = new ArrayList<>();
        String any = ReadQuery.with(text, "status", null);
        chips.add(
                new Shell.Link(
                        phrases.say("message.list.chip.all"), search(path, any), any.equals(text)));
        for (String state : STATES) {
            String query = ReadQuery.with(text, "status", state);
            chips.add(
                    new Shell.Link(
                            phrases.say("message.state." + state),
                            search(path, query),
                            query.equals(text)));
        }
        return chips;
    }

    static String search(String path, String text) {
        return path + "?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer payload(ConsoleVisit visit, Place place, Message message) {
        return Answer.download("payload-" + message.id(), desk.read().payload(message));
    }

    private Answer responseBody(ConsoleVisit visit, Place place, Message message) {
        return Optional.of(visit.caller(place))
                .filter(desk.showsBodies())
                .flatMap(_ ->
                        WholeNumber.parse(visit.call().path("attempt_no"), 1, Integer.MAX_VALUE))
                .flatMap(number ->
                        desk.read()
                                .responseBody(message, number)
                                .map(body ->
                                        Answer.download(
                                                "response-body-" + message.id() + "-" + number,
                                                body)))
                .orElseThrow(
                        () -> ApiError.notFound("of this attempt no response body can be shown"));
    }
}
