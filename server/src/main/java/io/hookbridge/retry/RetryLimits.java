package io.hookbridge.retry;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;

import java.time.Duration;

/**
 * What a plan allows of retries.
 *
 * @param retries of one message
 * @param retentionDays how long payloads are kept, without which nothing can be sent
 * @param plan its name
 */
public record RetryLimits(int retries, int retentionDays, String plan) {

    /**
     * @throws ApiError {@code FORBIDDEN} for a policy with more retries than the plan allows, or
     *     with one that payloads do not live to see
     */
    public void require(RetryPolicy policy) {
        if (policy.retries() > retries) {
            throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            "the plan \"%s\" allows %d attempts; ask for fewer or change the plan"
                                    .formatted(plan, retries + 1))
                    .with(Members.of("limit", "max_retries", "allowed", retries, "plan", plan));
        }
        if (policy.retries() > 0
                && policy.longestUntilEachRetry()
                                .getLast()
                                .compareTo(Duration.ofDays(retentionDays))
                        >= 0) {
            throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            ("the plan \"%s\" keeps payloads for %d days, and the last retry may come %d hours after"
                                            + " the message; shorten delays_seconds or change the plan")
                                    .formatted(
                                            plan,
                                            retentionDays,
                                            policy.longestUntilEachRetry().getLast().toHours()))
                    .with(
                            Members.of(
                                    "limit",
                                    "retention_days",
                                    "allowed",
                                    retentionDays,
                                    "plan",
                                    plan));
        }
    }
}
