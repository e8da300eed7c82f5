package io.hookbridge.console.home;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.insight.overview.LookupStore;
import io.hookbridge.insight.overview.TroubleStore;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code …/home}, the first page after the sign-in. */
public final class HomePages {

    private static final String LEDGER = Section.HOME.path() + "/ledger";
    private static final Duration DAY = Duration.ofHours(24);
    private static final int MOST_TROUBLES = 5;

    private final MessageLog log;
    private final ReadCounts counts;
    private final Ledger ledger;
    private final TroubleStore troubles;
    private final LookupStore lookup;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public HomePages(
            MessageLog log,
            ReadCounts counts,
            Ledger ledger,
            TroubleStore troubles,
            LookupStore lookup,
            Pages pages,
            ConsoleVisits visits,
            InstantSource clock) {
        this.log = log;
        this.counts = counts;
        this.ledger = ledger;
        this.troubles = troubles;
        this.lookup = lookup;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(Section.HOME.path(), Permission.READ, this::show),
                visits.getIn(LEDGER, Permission.READ, this::showLedger));
    }

    private Answer showLedger(ConsoleVisit visit, Place place) {
        return pages.show(
                200,
                "console/ledger.jte",
                new LedgerPage(
                        visit.shell(Section.HOME, place, LEDGER),
                        ledger.read(place.environment().id()),
                        place.path(Section.HOME.path()),
                        visit.phrases()),
                visit.phrases().language());
    }

    private Answer show(ConsoleVisit visit, Place place) {
        List<HomePage.Step> steps = steps(visit, place);
        boolean done = steps.stream().allMatch(HomePage.Step::done);
        return pages.show(
                200,
                "console/home.jte",
                new HomePage(
                        visit.shell(Section.HOME, place),
                        done ? List.of() : steps,
                        has(place, null) ? day(place, visit.phrases()) : null,
                        troubles(visit, place),
                        place.path(LEDGER)),
                visit.phrases().language());
    }

    private List<HomePage.Step> steps(ConsoleVisit visit, Place place) {
        Phrases phrases = visit.phrases();
        Place live = place.in(Mode.LIVE);
        return List.of(
                new HomePage.Step(
                        phrases.say("figure.step.endpoint"),
                        phrases.say("figure.step.endpoint.text"),
                        lookup.hasEndpoint(place.environment().id()),
                        new Shell.Link(
                                phrases.say("figure.step.endpoint.way"),
                                place.path(ReceiverPages.PATH),
                                false)),
                new HomePage.Step(
                        phrases.say("figure.step.event"),
                        phrases.say("figure.step.event.text"),
                        has(place, null),
                        way(visit, place, Section.PLAYGROUND)),
                new HomePage.Step(
                        phrases.say("figure.step.delivery"),
                        phrases.say("figure.step.delivery.text"),
                        has(place, MessageStatus.SUCCEEDED),
                        way(visit, place, Section.MESSAGES)),
                new HomePage.Step(
                        phrases.say("figure.step.live"),
                        phrases.say("figure.step.live.text"),
                        has(live, MessageStatus.SUCCEEDED),
                        new Shell.Link(
                                phrases.say(Section.API_KEYS.key()),
                                live.path(Section.API_KEYS.path()),
                                false)));
    }

    /** Where something is done; the lines for a shell do everything as well. */
    private static Shell.Link way(ConsoleVisit visit, Place place, Section section) {
        Section there = visit.sections().contains(section) ? section : Section.START;
        return new Shell.Link(visit.phrases().say(there.key()), place.path(there.path()), false);
    }

    /** Whether anything was sent that is in this state, or in any. */
    private boolean has(Place place, @Nullable MessageStatus status) {
        LogFilter sent =
                new LogFilter(
                        place.environment().id(), Direction.OUTBOUND, null, status, null, null);
        return !log.page(sent, null, 1).isEmpty();
    }

    private Day day(Place place, Phrases phrases) {
        List<Counts> hours =
                List.copyOf(
                        counts.buckets(
                                        place.environment().id(),
                                        Direction.OUTBOUND,
                                        null,
                                        Window.WEEK)
                                .values());
        Instant now = clock.instant();
        return Day.of(
                hours,
                troubles.oldestDue(place.environment().id(), now)
                        .map(due -> new When(due, now))
                        .orElse(null),
                phrases);
    }

    private List<TroubleRow> troubles(ConsoleVisit visit, Place place) {
        String endpoints =
                visit.sections().contains(Section.ENDPOINTS)
                        ? place.path(Section.ENDPOINTS.path())
                        : null;
        Instant since = clock.instant().minus(DAY).truncatedTo(ChronoUnit.HOURS);
        return troubles.worst(place.environment().id(), since, MOST_TROUBLES).stream()
                .map(trouble -> TroubleRow.of(trouble, endpoints, visit.phrases()))
                .toList();
    }
}
