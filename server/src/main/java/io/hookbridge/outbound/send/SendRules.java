package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.tenant.project.RequestLimits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** How much may be sent, and what a caller is told whose message is not accepted. */
final class SendRules {

    private final RequestLimits limits;
    private final InstantSource clock;

    SendRules(RequestLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes room for so many messages from what the environment and its tenant may send.
     *
     * @param requests 1 to 100
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED}, {@code BURST_LIMIT_EXCEEDED}
     */
    RequestLimits.Verdict.Within requireRoom(Caller caller, int requests) {
        return switch (limits.takeSends(caller.environment(), requests)) {
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
            case SendOutcome.QuotaReached(Allowance allowance) ->
                    switch (allowance.mode()) {
                        case LIVE -> monthUsedUp(allowance.plan(), clock.instant());
                        case TEST -> testDayUsedUp(allowance.plan(), clock.instant());
                    };
        };
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
