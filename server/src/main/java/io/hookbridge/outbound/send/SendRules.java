package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.tenant.project.RequestLimits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** How much may be sent, and what a caller is told whose message is not accepted. */
final class SendRules {

    private static final Logger log = LoggerFactory.getLogger(SendRules.class);

    /** Twice as long as {@link SendRepeatedly#MOST} messages take in a project of usual limits. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RequestLimits limits;
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private final Set<EnvironmentId> waiting = ConcurrentHashMap.newKeySet();

    SendRules(RequestLimits limits, InstantSource clock) {
        this(limits, clock, wait -> LockSupport.parkNanos(wait.toNanos()));
    }

    /**
     * @param pause waits for so long
     */
    SendRules(RequestLimits limits, InstantSource clock, Consumer<Duration> pause) {
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Takes room for so many messages from what the environment and its tenant may send.
     *
     * @param requests 1 to 100
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED}, {@code BURST_LIMIT_EXCEEDED}
     */
    RequestLimits.Verdict.Within requireRoom(Caller caller, int requests) {
        return within(limits.takeSends(caller.environment(), requests));
    }

    /**
     * The same, but waits where too many came within a second; not for much longer than {@link
     * #LONGEST_WAIT}, and for one caller of an environment at a time, since each that waits has a
     * request's place.
     *
     * @throws ApiError like {@link #requireRoom}
     */
    void awaitRoom(Caller caller, int requests) {
        EnvironmentId environment = caller.environment().id();
        if (!waiting.add(environment)) {
            var _ = requireRoom(caller, requests);
            return;
        }
        try {
            awaitRoomAlone(caller, requests);
        } finally {
            waiting.remove(environment);
        }
    }

    private void awaitRoomAlone(Caller caller, int requests) {
        Duration waited = Duration.ZERO;
        RequestLimits.Verdict verdict = limits.takeSends(caller.environment(), requests);
        while (verdict instanceof RequestLimits.Verdict.TooManyAtOnce(Duration retryAfter)
                && waited.compareTo(LONGEST_WAIT) < 0) {
            pause.accept(retryAfter);
            waited = waited.plus(retryAfter);
            verdict = limits.takeSends(caller.environment(), requests);
        }
        var _ = within(verdict);
    }

    private static RequestLimits.Verdict.Within within(RequestLimits.Verdict verdict) {
        return switch (verdict) {
            case RequestLimits.Verdict.Within within -> within;
            case RequestLimits.Verdict.TooMany(Duration retryAfter) ->
                    throw limited(
                            ErrorCode.RATE_LIMIT_EXCEEDED,
                            "the environment's requests of this minute are used up, try again later",
                            retryAfter);
            case RequestLimits.Verdict.TooManyAtOnce(Duration retryAfter) ->
                    throw limited(
                            ErrorCode.BURST_LIMIT_EXCEEDED,
                            "too many requests at once for this environment, send them more evenly",
                            retryAfter);
            case RequestLimits.Verdict.PlanUsedUp usedUp -> throw usedUp.refusal();
        };
    }

    private static ApiError limited(ErrorCode code, String sentence, Duration wait) {
        return new ApiError(code, sentence)
                .with(Map.of("retry_after_ms", wait.plusNanos(999_999).toMillis()))
                .retryAfter(wait);
    }

    /**
     * What the caller is told of a message that was not accepted.
     *
     * @throws IllegalArgumentException for one that was
     */
    ApiError refusal(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted _ -> throw new IllegalArgumentException("not refused");
            case SendOutcome.UnknownEndpoint _ ->
                    new ApiError(ErrorCode.ENDPOINT_NOT_FOUND, "endpoint not found");
            case SendOutcome.RetentionTooLong(int mostHours) ->
                    ApiError.invalidRequest(
                            "retention_hours must be at most %d with this plan"
                                    .formatted(mostHours));
            case SendOutcome.IdempotencyMismatch _ ->
                    new ApiError(
                            ErrorCode.IDEMPOTENCY_MISMATCH,
                            "another payload was sent with this idempotency_key; use a new key for a new message");
            case SendOutcome.IdempotencyConflict _ ->
                    new ApiError(
                            ErrorCode.IDEMPOTENCY_CONFLICT,
                            "the message with this idempotency_key was deleted just now, send the request again");
            case SendOutcome.Failed(RuntimeException cause) -> failure(cause);
            case SendOutcome.QuotaReached(Allowance allowance) ->
                    switch (allowance.mode()) {
                        case LIVE -> monthUsedUp(allowance.plan(), clock.instant());
                        case TEST -> testDayUsedUp(allowance.plan(), clock.instant());
                    };
        };
    }

    /**
     * Throws what kept a message from being stored if none of them was: then the request as a whole
     * may be sent again.
     */
    static void requireNoFailureOfAll(List<SendOutcome> outcomes) {
        if (outcomes.stream().noneMatch(SendOutcome.Accepted.class::isInstance)) {
            for (SendOutcome outcome : outcomes) {
                if (outcome instanceof SendOutcome.Failed(RuntimeException cause)) {
                    throw cause;
                }
            }
        }
    }

    /**
     * Throws what kept a message from being stored if that passes: for requests that may be sent
     * again as a whole, because each message has a key by which it is known. Callers whose client
     * makes such keys for them could not send again what was refused by itself.
     */
    static void requireNoTrouble(List<SendOutcome> outcomes) {
        for (SendOutcome outcome : outcomes) {
            if (outcome instanceof SendOutcome.Failed(RuntimeException cause)
                    && DatabaseTrouble.of(cause).isPresent()) {
                throw cause;
            }
        }
    }

    /** What a caller is told whose other messages are stored; if none is, the cause itself is. */
    private static ApiError failure(RuntimeException cause) {
        if (cause instanceof ApiError known) {
            return known;
        }
        if (DatabaseTrouble.of(cause).isPresent()) {
            return new ApiError(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "the database failed while this message was stored; send it again, with an idempotency_key so"
                            + " that it cannot come twice");
        }
        log.error("a message was not stored, though others of its request were", cause);
        return new ApiError(
                ErrorCode.INTERNAL_ERROR,
                "the server failed to store this message; report the request id if it happens again");
    }

    private static ApiError monthUsedUp(Plan plan, Instant now) {
        long allowed = plan.limits().messagesPerMonth();
        return usedUp(
                "the plan \"%s\" allows %d messages in a month (UTC) and they are used up; change the plan to go on"
                        .formatted(plan.name(), allowed),
                Members.of("limit", "messages_per_month", "allowed", allowed, "plan", plan.name()),
                now,
                Allowance.period(Mode.LIVE, now).plusMonths(1));
    }

    private static ApiError testDayUsedUp(Plan plan, Instant now) {
        long allowed = plan.limits().testMessagesPerDay();
        return usedUp(
                "the plan \"%s\" allows %d test messages in a day (UTC) and they are used up; go on tomorrow"
                        .formatted(plan.name(), allowed),
                Members.of(
                        "limit", "test_messages_per_day", "allowed", allowed, "plan", plan.name()),
                now,
                Allowance.period(Mode.TEST, now).plusDays(1));
    }

    /**
     * @param next the first day of the next period
     */
    private static ApiError usedUp(
            String sentence, Map<String, Object> members, Instant now, LocalDate next) {
        Instant then = next.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new ApiError(ErrorCode.RATE_LIMIT_EXCEEDED, sentence)
                .with(members)
                .retryAfter(Duration.between(now, then));
    }
}
