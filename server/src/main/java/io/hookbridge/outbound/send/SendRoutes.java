package io.hookbridge.outbound.send;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;
import io.hookbridge.http.WrittenJson;
import io.hookbridge.tenant.project.RequestLimits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/webhooks/send} and {@code /v1/webhooks/send-batch}. */
public final class SendRoutes {

    /** Room for the other members beside the largest payload. */
    private static final int ONE_BODY = SendBody.MAX_PAYLOAD + Route.SMALL_BODY;

    /** The longest body of a batch: 8 MiB. */
    private static final int BATCH_BODY = 8 * 1024 * 1024;

    private final AcceptMessages messages;
    private final RequestLimits limits;
    private final InstantSource clock;

    public SendRoutes(AcceptMessages messages, RequestLimits limits, InstantSource clock) {
        this.messages = messages;
        this.limits = limits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("POST", "/v1/webhooks/send", Permission.SEND, Route.later(this::one))
                        .members(SendBody.MEMBERS)
                        .countingCallers()
                        .taking(ONE_BODY),
                Route.api("POST", "/v1/webhooks/send-batch", Permission.SEND, this::batch)
                        .members("messages")
                        .countingCallers()
                        .taking(BATCH_BODY));
    }

    private CompletionStage<Answer> one(Call call) {
        Caller caller = call.caller();
        RequestLimits.Verdict.Within counted = requireRoom(caller, 1);
        SendBody.Item.Asked request = SendBody.one(call.bytes());
        try {
            return messages.accept(caller.environment(), request)
                    .thenApply(outcome ->
                            switch (outcome) {
                                case SendOutcome.Accepted accepted ->
                                        Answer.accepted(queued(accepted));
                                case SendOutcome refused -> throw refusal(refused);
                            });
        } catch (WouldBlockException again) {
            // It is counted when it begins for good.
            counted.giveBack();
            throw again;
        }
    }

    private Answer batch(Call call) {
        Caller caller = call.caller();
        List<SendBody.Item> items = SendBody.many(call.bytes());
        var _ = requireRoom(caller, items.size());
        List<SendBody.Item.Asked> requests =
                items.stream()
                        .filter(SendBody.Item.Asked.class::isInstance)
                        .map(SendBody.Item.Asked.class::cast)
                        .toList();
        var outcomes = messages.acceptAll(caller.environment(), requests).iterator();
        List<Object> results = new ArrayList<>();
        int accepted = 0;
        for (SendBody.Item item : items) {
            Object result =
                    switch (item) {
                        case SendBody.Item.Wrong(ApiError error) -> refused(error);
                        case SendBody.Item.Asked _ -> result(outcomes.next());
                    };
            accepted += result instanceof WrittenJson ? 1 : 0;
            results.add(result);
        }
        return Answer.accepted(
                Members.of(
                        "results", results,
                        "accepted", accepted,
                        "refused", results.size() - accepted));
    }

    private Object result(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted accepted -> queued(accepted);
            case SendOutcome refused -> refused(refusal(refused));
        };
    }

    private static WrittenJson queued(SendOutcome.Accepted accepted) {
        return new WrittenJson("{\"message_id\":\"" + accepted.id() + "\",\"status\":\"queued\"}");
    }

    private static Map<String, Object> refused(ApiError error) {
        return Members.of(
                "status",
                "refused",
                "error",
                Members.of("code", error.code().name(), "message", error.message()));
    }

    private RequestLimits.Verdict.Within requireRoom(Caller caller, int requests) {
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

    private ApiError refusal(SendOutcome outcome) {
        return refusal(outcome, clock.instant());
    }

    /**
     * @param now of the refusal
     */
    static ApiError refusal(SendOutcome outcome, Instant now) {
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
                        case LIVE -> monthUsedUp(allowance.plan(), now);
                        case TEST -> testDayUsedUp(allowance.plan(), now);
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
