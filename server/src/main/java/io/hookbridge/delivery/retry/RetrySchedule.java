package io.hookbridge.delivery.retry;

import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.RetryDecision.Again;
import io.hookbridge.message.RetryDecision.Done;
import io.hookbridge.message.RetryDecision.GiveUp;
import io.hookbridge.message.RetryDecision.Reason;
import io.hookbridge.message.RetryDecision.Tier;
import io.hookbridge.retry.RetriedStatuses;
import io.hookbridge.retry.RetryPolicy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows an attempt by a {@link RetryPolicy}: after a failure that may pass, another one
 * after the policy's next delay, which is lengthened by up to a tenth.
 *
 * <p>After a 429 the delays are minutes at the most: the receiver is there and only has too much to
 * do. What a receiver asks for with {@code Retry-After} (on 429 and 503) is a minimum, up to a day
 * and as far as the payload is still there by then.
 */
public final class RetrySchedule {

    /** The longest wait that a receiver can ask for. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    /** The longest delays after a 429; the last one holds for all further ones. */
    private static final List<Duration> LONGEST_FAST =
            List.of(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(240),
                    Duration.ofSeconds(300));

    private static final Duration AFTER_REFUSED_KEY = Duration.ofSeconds(1);

    /** What is left for an attempt where a receiver asks for more time than there is. */
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private RetrySchedule() {}

    /**
     * @param attempt the number of the attempt that is over, from 1
     * @param maxRetries what the plan allows, 0 or more
     * @param untilExpiry how long the payload is still kept
     * @param random from 0 to below 1
     */
    public static RetryDecision after(
            AttemptOutcome outcome,
            RetryPolicy policy,
            int attempt,
            int maxRetries,
            Duration untilExpiry,
            double random) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered when answered.isSuccess() -> new Done();
            case AttemptOutcome.Answered(int status, _) when status == RetriedStatuses.GONE ->
                    new GiveUp(Reason.GONE);
            case AttemptOutcome.Answered(int status, _) when !policy.statuses().contains(status) ->
                    new GiveUp(Reason.REFUSED);
            case AttemptOutcome.Answered _, AttemptOutcome.Unanswered _
                    when attempt >= Math.min(policy.attempts(), 1 + maxRetries) ->
                    new GiveUp(Reason.ATTEMPTS_USED_UP);
            case AttemptOutcome.Answered answered ->
                    longer(
                                    planned(answered, policy, attempt, random),
                                    fitting(asked(answered), untilExpiry))
                            .within(untilExpiry);
            case AttemptOutcome.Unanswered _ ->
                    new Again(policy.delayAfter(attempt, random), Tier.SLOW).within(untilExpiry);
        };
    }

    /**
     * Whether a receiver that was shown one signature alone, made with a new key, may have refused
     * it because of that: it says so (401, 403), or answers in a way that ends the message. 410 is
     * about the receiver.
     */
    public static boolean refusesKey(AttemptOutcome outcome, RetryPolicy policy) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered when answered.isSuccess() -> false;
            case AttemptOutcome.Answered(int status, _) ->
                    status != RetriedStatuses.GONE
                            && (status == UNAUTHORIZED
                                    || status == FORBIDDEN
                                    || !policy.statuses().contains(status));
            case AttemptOutcome.Unanswered _ -> false;
        };
    }

    /**
     * What follows such a refusal, whatever the policy says: another attempt at once, with both
     * signatures.
     *
     * @param untilExpiry how long the payload is still kept
     */
    public static RetryDecision afterRefusedKey(Duration untilExpiry) {
        return new Again(AFTER_REFUSED_KEY, Tier.SLOW).within(untilExpiry);
    }

    /** Whether another attempt may follow, if attempts, plan and payload allow it. */
    public static boolean mayRetryAfter(AttemptOutcome outcome, RetryPolicy policy) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered -> policy.statuses().contains(answered.status());
            case AttemptOutcome.Unanswered _ -> true;
        };
    }

    private static Again planned(
            AttemptOutcome.Answered answered, RetryPolicy policy, int attempt, double random) {
        if (answered.status() != TOO_MANY_REQUESTS) {
            return new Again(policy.delayAfter(attempt, random), Tier.SLOW);
        }
        Duration longest = LONGEST_FAST.get(Math.min(attempt, LONGEST_FAST.size()) - 1);
        Duration delay = policy.delayAfter(attempt);
        return new Again(delay.compareTo(longest) < 0 ? delay : longest, Tier.FAST);
    }

    private static Again longer(Again planned, Duration asked) {
        return planned.delay().compareTo(asked) >= 0 ? planned : new Again(asked, planned.tier());
    }

    /** As much of it as ends before the payload does: rather too early than never. */
    private static Duration fitting(Duration asked, Duration untilExpiry) {
        Duration longest = untilExpiry.minus(BEFORE_EXPIRY);
        return asked.compareTo(longest) < 0 ? asked : longest;
    }

    private static Duration asked(AttemptOutcome.Answered answered) {
        Optional<Duration> asked =
                answered.status() == TOO_MANY_REQUESTS || answered.status() == UNAVAILABLE
                        ? answered.retryAfter()
                        : Optional.empty();
        return asked.map(wait ->
                        wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait)
                .orElse(Duration.ZERO);
    }
}
