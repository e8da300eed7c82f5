package io.hookbridge.delivery;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Json;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.retry.AttemptOutcome;
import io.hookbridge.delivery.retry.RetryAfter;
import io.hookbridge.delivery.retry.RetrySchedule;
import io.hookbridge.delivery.signing.SignDelivery;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.MaskedHeaders;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Header;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.hookbridge.net.TargetClient;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;

/** Makes one attempt to deliver a message, and decides what follows from its outcome. */
final class MakeAttempt {

    private static final String UNREADABLE_HEADERS =
            "not sent: the headers of the message were sealed with another secret key";

    private final TargetClient client;
    private final ToIntFunction<Environment> maxRetries;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Ticker ticker;
    private final DoubleSupplier random;
    private final String userAgent;

    /**
     * @param maxRetries what the plan of an environment allows; may throw
     * @param random from 0 to below 1, for the jitter of retries
     * @param userAgent what deliveries say of the sender
     */
    MakeAttempt(
            TargetClient client,
            ToIntFunction<Environment> maxRetries,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            DoubleSupplier random,
            String userAgent) {
        this.client = client;
        this.maxRetries = maxRetries;
        this.ids = ids;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.userAgent = userAgent;
    }

    /**
     * Blocks until the receiver has answered or its time is over; throws nothing that a receiver
     * can cause.
     *
     * @param payload of the message
     * @param added headers of the message
     */
    Attempt make(
            HeldMessage message, byte[] payload, Map<String, String> added, DeliveryTarget target) {
        Instant startedAt = clock.instant();
        long began = ticker.nanos();
        Map<String, String> headers = headers(message, payload, added, target, startedAt);
        List<Header> sent = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> sent.add(new Header(name, value)));
        int processingMs = (int) ((ticker.nanos() - began) / 1_000_000);
        Posted posted = client.post(target.url(), sent, payload);
        Instant endedAt = clock.instant();
        AttemptOutcome outcome = outcome(posted, endedAt);
        RetryDecision decision = decide(message, target, outcome, endedAt);
        return new Attempt(
                message,
                ids.next(),
                startedAt,
                processingMs,
                MaskedUrl.of(target.url()),
                Json.MAPPER.writeValueAsString(MaskedHeaders.sent(headers)),
                responseHeaders(posted, headers),
                posted,
                decision,
                error(posted, decision),
                endedAt);
    }

    /**
     * Gives up, without a request, a message whose headers cannot be opened: it could never be
     * delivered as it was sent.
     */
    Attempt withoutHeaders(HeldMessage message, DeliveryTarget target) {
        Instant now = clock.instant();
        Outcome unsent = new Outcome.Failed(Cause.BROKEN, UNREADABLE_HEADERS);
        return new Attempt(
                message,
                ids.next(),
                now,
                0,
                MaskedUrl.of(target.url()),
                "{}",
                null,
                new Posted(unsent, new Phases(null, null, null, null, null, null, false, 0)),
                new RetryDecision.GiveUp(RetryDecision.Reason.UNREADABLE),
                UNREADABLE_HEADERS,
                now);
    }

    private Map<String, String> headers(
            HeldMessage message,
            byte[] payload,
            Map<String, String> added,
            DeliveryTarget target,
            Instant startedAt) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", message.contentType());
        headers.put("User-Agent", userAgent);
        headers.putAll(target.headers());
        headers.putAll(added);
        headers.put("X-Webhook-Id", message.id().toString());
        headers.put("X-Webhook-Attempt", Integer.toString(message.nextAttempt()));
        if (target.signed() && !target.keys().isEmpty()) {
            // HookBridge's receivers expect the time of the request that sent the message; those of
            // Standard Webhooks refuse what is old, so each attempt is signed with its own time.
            Instant signedAt =
                    target.scheme() == SignatureScheme.HOOKBRIDGE ? message.createdAt() : startedAt;
            headers.putAll(
                    SignDelivery.headers(
                            target.scheme(),
                            message.id().toString(),
                            signedAt.getEpochSecond(),
                            payload,
                            target.keys()));
        }
        return headers;
    }

    private static @Nullable String responseHeaders(Posted posted, Map<String, String> sent) {
        if (!(posted.outcome() instanceof Outcome.Answered answered)) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : answered.headers()) {
            headers.merge(header.name(), header.value(), (first, second) -> first + ", " + second);
        }
        return Json.MAPPER.writeValueAsString(MaskedHeaders.answered(headers, sent));
    }

    private RetryDecision decide(
            HeldMessage message, DeliveryTarget target, AttemptOutcome outcome, Instant endedAt) {
        return RetrySchedule.after(
                outcome,
                message.nextAttemptOfRun(),
                maxRetries(target.environment()),
                Duration.between(endedAt, message.payloadExpiresAt()),
                random.getAsDouble());
    }

    /**
     * The attempt has been made, so its result must not be lost because the database cannot be
     * asked just now: the schedule then goes on as far as any plan's.
     */
    private int maxRetries(Environment environment) {
        try {
            return maxRetries.applyAsInt(environment);
        } catch (RuntimeException unknown) {
            return RetrySchedule.MAX_ATTEMPTS - 1;
        }
    }

    private static AttemptOutcome outcome(Posted posted, Instant at) {
        return switch (posted.outcome()) {
            case Outcome.Answered answered ->
                    new AttemptOutcome.Answered(
                            answered.status(), RetryAfter.in(answered.headers(), at));
            case Outcome.Failed failed ->
                    new AttemptOutcome.Unanswered(
                            switch (failed.cause()) {
                                case DNS -> AttemptOutcome.Cause.DNS;
                                case BLOCKED_ADDRESS -> AttemptOutcome.Cause.BLOCKED_ADDRESS;
                                case CONNECT -> AttemptOutcome.Cause.CONNECT;
                                case TLS -> AttemptOutcome.Cause.TLS;
                                case TIMEOUT -> AttemptOutcome.Cause.TIMEOUT;
                                case BROKEN -> AttemptOutcome.Cause.BROKEN;
                            });
        };
    }

    private static @Nullable String error(Posted posted, RetryDecision decision) {
        if (decision instanceof RetryDecision.Done) {
            return null;
        }
        return switch (posted.outcome()) {
            case Outcome.Answered answered -> "HTTP " + answered.status();
            case Outcome.Failed failed -> failed.sentence();
        };
    }
}
