package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.health.EndpointDay;
import io.hookbridge.insight.health.Health;
import io.hookbridge.insight.health.Trouble;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.message.Count;
import io.hookbridge.outbound.endpoint.Endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes the page of one endpoint from what is known of it. */
final class DescribeEndpoint {

    private final EndpointDesk desk;

    DescribeEndpoint(EndpointDesk desk) {
        this.desk = desk;
    }

    /**
     * @param path of the page
     * @param list where the list is
     * @param curl the call that the page stands for
     */
    EndpointPage page(
            ConsoleVisit visit,
            Place place,
            Endpoint endpoint,
            String path,
            String list,
            String curl) {
        Phrases phrases = visit.phrases();
        EndpointId id = endpoint.id();
        EndpointDay day =
                Objects.requireNonNull(
                        desk.health().days(endpoint.environment(), List.of(id)).get(id));
        Health health = Health.of(endpoint.paused(), day);
        int waiting = waiting(endpoint);
        List<SigningKey> keys = desk.endpoints().keys().list(TargetId.of(id), visit.caller(place));
        return new EndpointPage(
                visit.shell(Section.ENDPOINTS, place, Section.ENDPOINTS.path()),
                path,
                list,
                id.toString(),
                EndpointList.name(endpoint),
                endpoint.url(),
                HealthBadge.of(health, phrases),
                banner(endpoint, health, waiting, phrases),
                DayBars.of(day, phrases),
                day.hours().reversed().stream().map(hour -> hour(hour, phrases)).toList(),
                figures(endpoint, phrases),
                now(endpoint, waiting, phrases),
                settings(endpoint, phrases),
                facts(MaskedHeaders.sent(endpoint.headers())),
                facts(endpoint.metadata()),
                endpoint.retryPolicy().inWords(phrases),
                endpoint.retries().isNone()
                        ? phrases.say("endpoint.retries.inherited")
                        : phrases.say("endpoint.retries.own"),
                keys.stream().map(key -> key(key, keys, path, phrases)).toList(),
                endpoint.signed() ? KeyTrialView.of(keys, phrases) : null,
                endpoint.signed() ? Snippets.of(endpoint.scheme()) : List.of(),
                endpoint.paused() != null,
                visit.permissions().contains(Permission.MANAGE),
                visit.permissions().contains(Permission.SEND),
                curl);
    }

    private int waiting(Endpoint endpoint) {
        return desk.health()
                .waiting(endpoint.environment(), List.of(endpoint.id()))
                .getOrDefault(endpoint.id(), 0);
    }

    private EndpointPage.@Nullable Banner banner(
            Endpoint endpoint, Health health, int waiting, Phrases phrases) {
        String waits = waits(waiting, phrases);
        return switch (health) {
            case OK, IDLE -> null;
            case PAUSED ->
                    new EndpointPage.Banner(
                            "warn",
                            phrases.say("endpoint.banner.paused", waits),
                            phrases.say("endpoint.banner.paused.remedy"));
            case GONE ->
                    new EndpointPage.Banner(
                            "bad",
                            phrases.say("endpoint.banner.gone", waits),
                            phrases.say("endpoint.banner.gone.remedy"));
            case FAILING, DEGRADED -> failing(endpoint, health, waits, phrases);
        };
    }

    private EndpointPage.Banner failing(
            Endpoint endpoint, Health health, String waits, Phrases phrases) {
        boolean fails = health == Health.FAILING;
        List<String> cause = new ArrayList<>();
        cause.add(phrases.say(fails ? "endpoint.banner.failing" : "endpoint.banner.degraded"));
        desk.health()
                .trouble(endpoint.environment(), endpoint.id())
                .ifPresent(trouble -> cause.add(last(trouble, phrases)));
        cause.add(waits);
        return new EndpointPage.Banner(
                fails ? "bad" : "warn",
                String.join(" ", cause),
                phrases.say("endpoint.banner.failing.remedy"));
    }

    private static String last(Trouble trouble, Phrases phrases) {
        String error = SayFailure.error(trouble.status(), trouble.error(), phrases);
        return phrases.say(
                "endpoint.banner.last",
                phrases.moment(trouble.at()),
                error.endsWith(".") ? error : error + ".");
    }

    private static String waits(int waiting, Phrases phrases) {
        if (waiting == 0) {
            return phrases.say("endpoint.waits.none");
        }
        return waiting == 1
                ? phrases.say("endpoint.waits.one")
                : phrases.say("endpoint.waits", EndpointList.waiting(waiting, phrases));
    }

    private static EndpointPage.Hour hour(EndpointDay.Hour hour, Phrases phrases) {
        return new EndpointPage.Hour(
                phrases.time(hour.start()),
                phrases.number(hour.attempts()),
                phrases.number(hour.failedAttempts()),
                phrases.number(hour.givenUp()));
    }

    private List<EndpointPage.Fact> figures(Endpoint endpoint, Phrases phrases) {
        Counts counts =
                desk.counts()
                        .total(
                                endpoint.environment(),
                                Direction.OUTBOUND,
                                TargetId.of(endpoint.id()),
                                Window.DAY);
        return List.of(
                number(phrases.say("endpoint.figure.messages"), counts, Count.ACCEPTED, phrases),
                number(phrases.say("endpoint.figure.delivered"), counts, Count.SUCCEEDED, phrases),
                number(phrases.say("endpoint.figure.given_up"), counts, Count.FAILED, phrases),
                number(phrases.say("endpoint.figure.retrying"), counts, Count.RETRYING, phrases),
                number(phrases.say("endpoint.figure.ok"), counts, Count.ANSWERED_2XX, phrases),
                number(
                        phrases.say("endpoint.figure.redirected"),
                        counts,
                        Count.ANSWERED_3XX,
                        phrases),
                number(phrases.say("endpoint.figure.refused"), counts, Count.ANSWERED_4XX, phrases),
                number(phrases.say("endpoint.figure.broken"), counts, Count.ANSWERED_5XX, phrases),
                number(
                        phrases.say("endpoint.figure.unanswered"),
                        counts,
                        Count.UNANSWERED,
                        phrases),
                latency(phrases.say("endpoint.figure.half"), counts, 50, phrases),
                latency(phrases.say("endpoint.figure.most"), counts, 95, phrases),
                latency(phrases.say("endpoint.figure.nearly_all"), counts, 99, phrases));
    }

    private static EndpointPage.Fact number(
            String name, Counts counts, Count count, Phrases phrases) {
        return new EndpointPage.Fact(name, phrases.number(counts.get(count)));
    }

    private static EndpointPage.Fact latency(
            String name, Counts counts, int percent, Phrases phrases) {
        int milliseconds = counts.latencyPercentileMs(percent);
        return new EndpointPage.Fact(
                name, milliseconds == 0 ? "–" : EndpointList.milliseconds(milliseconds, phrases));
    }

    private List<EndpointPage.Fact> now(Endpoint endpoint, int waiting, Phrases phrases) {
        EndpointPage.Fact queued =
                new EndpointPage.Fact(
                        phrases.say("endpoint.now.queued"), EndpointList.waiting(waiting, phrases));
        return desk.deliveries()
                .apply(endpoint.id())
                .map(state ->
                        Stream.concat(
                                        Stream.of(
                                                inFlight(state, phrases),
                                                held(state, phrases),
                                                queued),
                                        desk.timeToDrain().apply(endpoint, state).stream()
                                                .map(time -> drains(time, phrases)))
                                .toList())
                .orElse(List.of(queued));
    }

    private static EndpointPage.Fact drains(Duration time, Phrases phrases) {
        return new EndpointPage.Fact(phrases.say("endpoint.now.drains"), phrases.about(time));
    }

    private static EndpointPage.Fact inFlight(Delivery.State state, Phrases phrases) {
        return new EndpointPage.Fact(
                phrases.say("endpoint.now.under_way"),
                phrases.say("endpoint.now.at_once", state.inFlight(), state.concurrency()));
    }

    private static EndpointPage.Fact held(Delivery.State state, Phrases phrases) {
        return new EndpointPage.Fact(
                phrases.say("endpoint.now.held"), phrases.number(state.waiting()));
    }

    private static List<EndpointPage.Fact> settings(Endpoint endpoint, Phrases phrases) {
        return List.of(
                new EndpointPage.Fact(
                        phrases.say("endpoint.setting.pace"), pace(endpoint, phrases)),
                new EndpointPage.Fact(
                        phrases.say("endpoint.setting.signatures"), signatures(endpoint, phrases)),
                new EndpointPage.Fact(
                        phrases.say("endpoint.setting.created"),
                        phrases.moment(endpoint.createdAt())),
                new EndpointPage.Fact(
                        phrases.say("endpoint.setting.changed"),
                        phrases.moment(endpoint.updatedAt())));
    }

    private static String pace(Endpoint endpoint, Phrases phrases) {
        if (endpoint.rateLimitRps() == 0) {
            return phrases.say("endpoint.pace.free");
        }
        int burst = endpoint.burst() == 0 ? endpoint.rateLimitRps() : endpoint.burst();
        return phrases.say("endpoint.pace", endpoint.rateLimitRps(), burst);
    }

    private static String signatures(Endpoint endpoint, Phrases phrases) {
        if (!endpoint.signed()) {
            return phrases.say("endpoint.signed.none");
        }
        return switch (endpoint.scheme()) {
            case HOOKBRIDGE -> "X-Webhook-Signature";
            case STANDARD_V1 -> phrases.say("endpoint.signed.shared");
            case STANDARD_V1A -> phrases.say("endpoint.signed.pair");
        };
    }

    private static List<EndpointPage.Fact> facts(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new EndpointPage.Fact(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static EndpointPage.Key key(
            SigningKey key, List<SigningKey> all, String path, Phrases phrases) {
        Instant until = key.expiresAt();
        boolean othersStay =
                all.stream().anyMatch(other -> !other.equals(key) && other.expiresAt() == null);
        return new EndpointPage.Key(
                key.id().toString(),
                key.hint(),
                phrases.day(key.createdAt()),
                until == null ? null : phrases.moment(until),
                othersStay ? path + "/keys/" + key.id() : null);
    }
}
