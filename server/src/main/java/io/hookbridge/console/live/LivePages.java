package io.hookbridge.console.live;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code …/live}: messages of all servers as they come and go, and how many are new since a page
 * was made.
 *
 * <p>A page asks again and again, and only while somebody looks at it, instead of keeping a
 * connection open: a browser has six connections to a server, which eight open tabs would use up.
 * Each answer is the newest messages as they are then, so none is missed that was committed late on
 * another server, as would be if a page went on from the last one it saw.
 */
public final class LivePages {

    /** As many as somebody can look at. */
    private static final int SHOWN = 50;

    /** Where counting what is new ends. */
    private static final int MOST_NEWS = 100;

    private final MessageLog log;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public LivePages(MessageLog log, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.log = log;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    /** Which messages are shown. */
    private enum Shown {
        ALL(null),
        DELIVERED(MessageStatus.SUCCEEDED),
        RETRYING(MessageStatus.PENDING_RETRY),
        DEAD(MessageStatus.FAILED_PERMANENT);

        private final @Nullable MessageStatus status;

        Shown(@Nullable MessageStatus status) {
            this.status = status;
        }

        static Shown of(Call call) {
            return call.query("status")
                    .flatMap(word ->
                            Arrays.stream(values())
                                    .filter(each -> each.query().equals("?status=" + word))
                                    .findFirst())
                    .orElse(ALL);
        }

        String title(Phrases phrases) {
            return phrases.say("figure.live.shown." + name().toLowerCase(Locale.ROOT));
        }

        String query() {
            return status == null ? "" : "?status=" + status.word();
        }
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(Section.LIVE.path(), Permission.READ, this::show),
                visits.getIn(Section.LIVE.path() + "/rows", Permission.READ, this::rows),
                visits.getIn(Section.LIVE.path() + "/news", Permission.READ, this::news));
    }

    /** The path that says how many messages of a place have come after this one, as a page asks. */
    public static String newsAfter(Place place, Optional<MessageId> newest) {
        return place.path(Section.LIVE.path() + "/news")
                + newest.map(id -> "?after=" + id).orElse("");
    }

    private Answer show(ConsoleVisit visit, Place place) {
        Shown shown = Shown.of(visit.call());
        String path = place.path(Section.LIVE.path());
        return pages.show(
                200,
                "console/live.jte",
                new LivePage(
                        visit.shell(Section.LIVE, place),
                        Arrays.stream(Shown.values())
                                .map(each ->
                                        new Shell.Link(
                                                each.title(visit.phrases()),
                                                path + each.query(),
                                                each == shown))
                                .toList(),
                        path + "/rows" + shown.query(),
                        newest(visit, place, shown),
                        visit.curl().get("/v1/logs" + shown.query())),
                visit.phrases().language());
    }

    private Answer rows(ConsoleVisit visit, Place place) {
        return pages.part(
                "console/live-rows.jte",
                newest(visit, place, Shown.of(visit.call())),
                visit.phrases().language());
    }

    private LiveRows newest(ConsoleVisit visit, Place place, Shown shown) {
        return LiveRows.of(
                visit, place, newest(place, shown.status, SHOWN).toList(), clock.instant());
    }

    private Stream<LogEntry> newest(Place place, @Nullable MessageStatus status, int most) {
        return Stream.of(Direction.OUTBOUND, Direction.INBOUND)
                .flatMap(direction ->
                        log
                                .page(
                                        new LogFilter(
                                                place.environment().id(),
                                                direction,
                                                null,
                                                status,
                                                null,
                                                null),
                                        null,
                                        most)
                                .stream())
                // As text, ids have the order in which they were made.
                .sorted(Comparator.comparing(LogEntry::messageId).reversed())
                .limit(most);
    }

    private Answer news(ConsoleVisit visit, Place place) {
        String after =
                visit.call()
                        .query("after")
                        .flatMap(MessageId::parse)
                        .map(MessageId::toString)
                        .orElse("");
        long news =
                newest(place, null, MOST_NEWS)
                        .filter(entry -> entry.messageId().compareTo(after) > 0)
                        .count();
        return Answer.text(200, "text/plain; charset=utf-8", words(news, visit.phrases()))
                .header("Cache-Control", "no-store");
    }

    private static String words(long news, Phrases phrases) {
        if (news == 0) {
            return "";
        }
        return news == MOST_NEWS
                ? phrases.say("figure.live.news.many")
                : phrases.say("figure.live.news", news);
    }
}
