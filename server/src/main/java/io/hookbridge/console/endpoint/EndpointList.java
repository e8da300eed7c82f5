package io.hookbridge.console.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.health.EndpointDay;
import io.hookbridge.insight.health.Health;
import io.hookbridge.insight.health.ReadHealth;
import io.hookbridge.outbound.endpoint.Endpoint;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Sorts endpoints by trouble, and says of those on one page how they do. */
final class EndpointList {

    /** So many are sorted; of more, the newest. */
    static final int MOST = 500;

    static final int PER_PAGE = 50;

    private final EndpointDesk desk;

    EndpointList(EndpointDesk desk) {
        this.desk = desk;
    }

    private record Judged(Endpoint endpoint, EndpointDay day, Health health) {

        static final Comparator<Judged> WORST_FIRST =
                Comparator.comparing(Judged::health)
                        .thenComparing(Judged::failedAttempts, Comparator.reverseOrder())
                        .thenComparing(
                                judged -> judged.endpoint().id().value(),
                                Comparator.reverseOrder());

        long failedAttempts() {
            return day.total().failedAttempts();
        }
    }

    /**
     * The rows of one page.
     *
     * @param page from 1
     * @param pathOf where the page of an endpoint is
     */
    List<EndpointsPage.Row> rows(
            EnvironmentId environment,
            List<Endpoint> endpoints,
            int page,
            Function<EndpointId, String> pathOf,
            Phrases phrases) {
        Map<EndpointId, EndpointDay> days =
                desk.health().days(environment, endpoints.stream().map(Endpoint::id).toList());
        List<Judged> shown =
                endpoints.stream()
                        .map(endpoint -> judged(endpoint, days))
                        .sorted(Judged.WORST_FIRST)
                        .skip((long) (page - 1) * PER_PAGE)
                        .limit(PER_PAGE)
                        .toList();
        List<EndpointId> ids = shown.stream().map(judged -> judged.endpoint().id()).toList();
        Map<EndpointId, Integer> waiting = desk.health().waiting(environment, ids);
        Map<EndpointId, Integer> slowest = desk.health().slowAnswers(environment, ids);
        return shown.stream()
                .map(judged ->
                        row(
                                judged,
                                pathOf.apply(judged.endpoint().id()),
                                waiting.getOrDefault(judged.endpoint().id(), 0),
                                slowest.get(judged.endpoint().id()),
                                phrases))
                .toList();
    }

    private static Judged judged(Endpoint endpoint, Map<EndpointId, EndpointDay> days) {
        EndpointDay day = Objects.requireNonNull(days.get(endpoint.id()));
        return new Judged(endpoint, day, Health.of(endpoint.paused(), day));
    }

    private EndpointsPage.Row row(
            Judged judged, String path, int waiting, @Nullable Integer slowest, Phrases phrases) {
        Endpoint endpoint = judged.endpoint();
        return new EndpointsPage.Row(
                endpoint.id().toString(),
                path,
                name(endpoint),
                endpoint.url(),
                HealthBadge.of(judged.health(), phrases),
                DayBars.of(judged.day(), phrases),
                success(judged.day().total(), phrases),
                slowest == null ? "–" : milliseconds(slowest, phrases),
                waiting(waiting, phrases),
                desk.deliveries()
                        .apply(endpoint.id())
                        .map(state -> inFlight(state, phrases))
                        .orElse("0"));
    }

    private static String inFlight(Delivery.State state, Phrases phrases) {
        return phrases.say("endpoint.flight", state.inFlight(), state.concurrency());
    }

    /** What people call it, or its host. */
    static String name(Endpoint endpoint) {
        String description = endpoint.description();
        return description == null ? host(endpoint.url()) : description;
    }

    /** The URL was checked, but what it was checked by knows more URLs than Java does. */
    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? url : host;
        } catch (IllegalArgumentException unusual) {
            return url;
        }
    }

    static String success(EndpointDay.Hour total, Phrases phrases) {
        return total.attempts() == 0
                ? "–"
                : percent((double) total.answeredWell() / total.attempts(), phrases);
    }

    /** Never 100 % where anything failed. */
    static String percent(double share, Phrases phrases) {
        return phrases.say(
                "endpoint.percent",
                share == 1 ? "100" : phrases.tenths(Math.floor(share * 1000) / 10));
    }

    static String milliseconds(int milliseconds, Phrases phrases) {
        return milliseconds < 10_000
                ? phrases.say("page.ms", milliseconds)
                : phrases.say("page.s", phrases.tenths(milliseconds / 1000.0));
    }

    static String waiting(int waiting, Phrases phrases) {
        return waiting > ReadHealth.MOST_COUNTED
                ? phrases.say("endpoint.over", ReadHealth.MOST_COUNTED)
                : phrases.number(waiting);
    }
}
