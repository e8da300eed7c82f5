package io.hookbridge.inbound.receive;

import io.hookbridge.access.Environment;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.BodyLimit;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.hookbridge.http.WrittenJson;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.net.Header;
import io.hookbridge.tenant.project.RequestLimits;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /v1/webhooks/receive/{endpoint}/{token}}: where others send webhooks to, by POST; by GET
 * and OPTIONS come handshakes only. What comes by another method is refused here as well, so that
 * the owner of the endpoint hears of it.
 */
public final class ReceiveRoutes {

    /** RFC 9110, sections 15.3.5 and 15.3.6. */
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205);

    /** A second one of the same name would be another value to some readers. */
    private static final String OF_EVERY_ANSWER = "X-Content-Type-Options";

    private static final Map<String, String> NOT_STORED = Map.of("Cache-Control", "no-store");

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final ReceiveMessages messages;
    private final RequestLimits limits;
    private final InstantSource clock;

    public ReceiveRoutes(ReceiveMessages messages, RequestLimits limits, InstantSource clock) {
        this.messages = messages;
        this.limits = limits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                receiving("POST").taking(PlanLimits.MOST_RECEIVED_BYTES).measuring(this::limit),
                receiving("GET"),
                receiving("OPTIONS"),
                receiving(Route.ANY_OTHER_METHOD));
    }

    private Route receiving(String method) {
        return Route.open(method, IngestUrl.TEMPLATE, Route.later(this::receive))
                .lettingBe()
                .refusingWith(ReceiveRoutes::inOtherWords);
    }

    /** Of a method that comes without an event, and is not measured. */
    private static ApiError inOtherWords(ApiError error) {
        return error.code() == ErrorCode.PAYLOAD_TOO_LARGE
                ? new ApiError(ErrorCode.BODY_TOO_LARGE, error.message())
                : error;
    }

    private BodyLimit limit(Call call) {
        return messages.limit(call.path("endpoint"), call.path("token"), incoming(call));
    }

    private CompletionStage<Answer> receive(Call call) {
        return messages.receive(
                        call.path("endpoint"),
                        call.path("token"),
                        incoming(call),
                        call.requestId(),
                        this::requireRoom)
                .thenApply(ReceiveRoutes::answer);
    }

    private Incoming incoming(Call call) {
        return new Incoming(
                call.method(),
                call.headers().stream()
                        .map(line -> new Header(line.getKey(), line.getValue()))
                        .toList(),
                call.rawQuery().orElse(null),
                call.encodedBytes(),
                call.address(),
                clock.instant());
    }

    private static Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.Stored stored -> stored(stored);
            case Reply.Given given -> given(given);
        };
    }

    private static Answer stored(Reply.Stored stored) {
        if (WITHOUT_BODY.contains(stored.status())) {
            return bytes(stored.status(), null, new byte[0]);
        }
        return stored.body()
                .map(body ->
                        bytes(
                                stored.status(),
                                body.type().isEmpty() ? null : body.type(),
                                body.text().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() ->
                        new Answer.Data(
                                stored.status(),
                                new WrittenJson("{\"message_id\":\"" + stored.id() + "\"}"),
                                Map.of(),
                                Map.of(),
                                Map.of()));
    }

    private static Answer given(Reply.Given given) {
        String type = null;
        Map<String, String> others = new LinkedHashMap<>(NOT_STORED);
        for (Header header : given.headers()) {
            if (header.name().equalsIgnoreCase("Content-Type")) {
                type = header.value();
            } else if (!header.name().equalsIgnoreCase(OF_EVERY_ANSWER)) {
                others.put(header.name(), header.value());
            }
        }
        return new Answer.Raw(given.status(), type, given.body(), others);
    }

    private static Answer bytes(int status, @Nullable String type, byte[] body) {
        return new Answer.Raw(status, type, body, NOT_STORED);
    }

    /**
     * @throws WouldBlockException on a thread that must not wait, if the limits have to be read
     *     first; nothing was taken
     */
    private void requireRoom(Environment environment, Allowance allowance) {
        switch (limits.takeSends(environment, 1)) {
            case RequestLimits.Verdict.Within _ -> {}
            case RequestLimits.Verdict.TooMany(Duration retryAfter) ->
                    throw limited(ErrorCode.RATE_LIMIT_EXCEEDED, retryAfter);
            case RequestLimits.Verdict.TooManyAtOnce(Duration retryAfter) ->
                    throw limited(ErrorCode.BURST_LIMIT_EXCEEDED, retryAfter);
            case RequestLimits.Verdict.PlanUsedUp usedUp -> throw usedUp.refusal();
        }
    }

    private static ApiError limited(ErrorCode code, Duration wait) {
        return new ApiError(code, "too many requests for this environment, send them more evenly")
                .retryAfter(wait);
    }

    /** The message that a request repeats was deleted at this moment. */
    static ApiError deletedJustNow() {
        return new ApiError(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "the message that this one repeats was deleted just now, send it again")
                .retryAfter(AT_ONCE);
    }

    /** The plan allows no more messages in this period. */
    static ApiError usedUp(Allowance allowance, Instant now) {
        Instant next =
                (switch (allowance.mode()) {
                            case LIVE -> Allowance.period(allowance.mode(), now).plusMonths(1);
                            case TEST -> Allowance.period(allowance.mode(), now).plusDays(1);
                        })
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return new ApiError(
                        ErrorCode.RATE_LIMIT_EXCEEDED,
                        "the owner of this endpoint can receive no more messages now")
                .retryAfter(Duration.between(now, next));
    }
}
