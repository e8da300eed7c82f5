package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.health.EndpointDay;
import io.hookbridge.insight.health.Health;
import io.hookbridge.insight.health.Trouble;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.insight.metric.Window;
import io.hookbridge.message.Count;
import io.hookbridge.outbound.endpoint.Endpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
                HealthBadge.of(health),
                banner(endpoint, health, waiting),
                DayBars.of(day),
                day.hours().reversed().stream().map(DescribeEndpoint::hour).toList(),
                figures(endpoint),
                now(id, waiting),
                settings(endpoint),
                facts(MaskedHeaders.sent(endpoint.headers())),
                facts(endpoint.metadata()),
                endpoint.retryPolicy().inWords(),
                endpoint.retries().isNone()
                        ? "As the project has it, or this server where the project chose nothing."
                        : "Chosen for this endpoint; what it leaves out is the project’s.",
                keys.stream().map(key -> key(key, keys, path)).toList(),
                endpoint.signed() ? KeyTrialView.of(keys) : null,
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

    private EndpointPage.@Nullable Banner banner(Endpoint endpoint, Health health, int waiting) {
        String waits = waits(waiting);
        return switch (health) {
            case OK, IDLE -> null;
            case PAUSED ->
                    new EndpointPage.Banner(
                            "warn",
                            "Deliveries are paused. " + waits,
                            "Resume them when the receiver is ready.");
            case GONE ->
                    new EndpointPage.Banner(
                            "bad",
                            "The receiver answered 410 Gone, so deliveries are paused. " + waits,
                            "Resume them when the receiver is back, or delete the endpoint if it is gone for good.");
            case FAILING, DEGRADED -> failing(endpoint, health, waits);
        };
    }

    private EndpointPage.Banner failing(Endpoint endpoint, Health health, String waits) {
        String share = health == Health.FAILING ? "Most attempts fail. " : "Some attempts fail. ";
        String last =
                desk.health()
                        .trouble(endpoint.environment(), endpoint.id())
                        .map(DescribeEndpoint::last)
                        .orElse("");
        return new EndpointPage.Banner(
                health == Health.FAILING ? "bad" : "warn",
                share + last + waits,
                "Mend the receiver; what waits is tried again by itself. Pause the endpoint if that will take long: waiting"
                        + " in a paused endpoint uses up no attempt.");
    }

    private static String last(Trouble trouble) {
        return "The last one that did, on %s UTC: %s%s "
                .formatted(
                        Words.moment(trouble.at()),
                        trouble.error(),
                        trouble.error().endsWith(".") ? "" : ".");
    }

    private static String waits(int waiting) {
        if (waiting == 0) {
            return "Nothing waits.";
        }
        return waiting == 1
                ? "One message waits."
                : EndpointList.waiting(waiting) + " messages wait.";
    }

    private static EndpointPage.Hour hour(EndpointDay.Hour hour) {
        return new EndpointPage.Hour(
                Words.time(hour.start()),
                Words.number(hour.attempts()),
                Words.number(hour.failedAttempts()),
                Words.number(hour.givenUp()));
    }

    private List<EndpointPage.Fact> figures(Endpoint endpoint) {
        Counts counts =
                desk.counts()
                        .total(
                                endpoint.environment(),
                                Direction.OUTBOUND,
                                TargetId.of(endpoint.id()),
                                Window.DAY);
        return List.of(
                number("Messages", counts, Count.ACCEPTED),
                number("Delivered", counts, Count.SUCCEEDED),
                number("Given up", counts, Count.FAILED),
                number("Waiting to be tried again", counts, Count.RETRYING),
                number("Answered 2xx", counts, Count.ANSWERED_2XX),
                number("Answered 3xx", counts, Count.ANSWERED_3XX),
                number("Answered 4xx", counts, Count.ANSWERED_4XX),
                number("Answered 5xx", counts, Count.ANSWERED_5XX),
                number("No answer", counts, Count.UNANSWERED),
                latency("Half answer within", counts, 50),
                latency("95% answer within", counts, 95),
                latency("99% answer within", counts, 99));
    }

    private static EndpointPage.Fact number(String name, Counts counts, Count count) {
        return new EndpointPage.Fact(name, Words.number(counts.get(count)));
    }

    private static EndpointPage.Fact latency(String name, Counts counts, int percent) {
        int milliseconds = counts.latencyPercentileMs(percent);
        return new EndpointPage.Fact(
                name, milliseconds == 0 ? "–" : EndpointList.milliseconds(milliseconds));
    }

    private List<EndpointPage.Fact> now(EndpointId id, int waiting) {
        EndpointPage.Fact queued =
                new EndpointPage.Fact("Waiting in the queue", EndpointList.waiting(waiting));
        return desk.deliveries()
                .apply(id)
                .map(state -> List.of(inFlight(state), held(state), queued))
                .orElse(List.of(queued));
    }

    private static EndpointPage.Fact inFlight(Delivery.State state) {
        return new EndpointPage.Fact(
                "Attempts under way", state.inFlight() + " of " + state.concurrency() + " at once");
    }

    private static EndpointPage.Fact held(Delivery.State state) {
        return new EndpointPage.Fact("Waiting for their turn", Words.number(state.waiting()));
    }

    private static List<EndpointPage.Fact> settings(Endpoint endpoint) {
        return List.of(
                new EndpointPage.Fact("Pace", pace(endpoint)),
                new EndpointPage.Fact("Signatures", signatures(endpoint)),
                new EndpointPage.Fact("Created", Words.moment(endpoint.createdAt())),
                new EndpointPage.Fact("Changed", Words.moment(endpoint.updatedAt())));
    }

    private static String pace(Endpoint endpoint) {
        if (endpoint.rateLimitRps() == 0) {
            return "As fast as the receiver answers";
        }
        int burst = endpoint.burst() == 0 ? endpoint.rateLimitRps() : endpoint.burst();
        return "%s a second, %s at once"
                .formatted(Words.number(endpoint.rateLimitRps()), Words.number(burst));
    }

    private static String signatures(Endpoint endpoint) {
        if (!endpoint.signed()) {
            return "None";
        }
        return switch (endpoint.scheme()) {
            case HOOKBRIDGE -> "X-Webhook-Signature";
            case STANDARD_V1 -> "Standard Webhooks, v1 (shared secret)";
            case STANDARD_V1A -> "Standard Webhooks, v1a (key pair)";
        };
    }

    private static List<EndpointPage.Fact> facts(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new EndpointPage.Fact(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static EndpointPage.Key key(SigningKey key, List<SigningKey> all, String path) {
        Instant until = key.expiresAt();
        boolean othersStay =
                all.stream().anyMatch(other -> !other.equals(key) && other.expiresAt() == null);
        return new EndpointPage.Key(
                key.id().toString(),
                key.hint(),
                Words.day(key.createdAt()),
                until == null ? null : Words.moment(until),
                othersStay ? path + "/keys/" + key.id() : null);
    }
}
