package io.hookbridge.delivery.retry;

import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.RetryDecision.Again;
import io.hookbridge.message.RetryDecision.Done;
import io.hookbridge.message.RetryDecision.GiveUp;
import io.hookbridge.message.RetryDecision.Reason;
import io.hookbridge.message.RetryDecision.Tier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The retry schedule of HookBridge: eight attempts in all, minutes apart after a 429, half an hour
 * to three days apart after any other failure that may pass.
 *
 * <p>Each slow delay is lengthened by up to a tenth, so that messages which failed together do not
 * come back together; no delay is ever shortened. What the receiver asks for with {@code
 * Retry-After} (on 429 and 503) is a minimum, up to a day.
 */
public final class RetrySchedule {

    /** The longest wait that a receiver can ask for. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private static final double JITTER = 0.1;

    private static final List<Duration> SLOW =
            List.of(
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofHours(24),
                    Duration.ofHours(48),
                    Duration.ofHours(72));

    /** The first attempt and one for each delay. */
    public static final int MAX_ATTEMPTS = SLOW.size() + 1;

    private static final List<Duration> FAST =
            List.of(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(240),
                    Duration.ofSeconds(300));

    private RetrySchedule() {}

    /**
     * How long after the first attempt each retry may come at the latest: the longest delays with
     * all of their jitter, added up; the first retry first. What the attempts themselves take, and
     * what a receiver asks for with {@code Retry-After}, is not in it.
     */
    public static List<Duration> longestUntilEachRetry() {
        List<Duration> until = new ArrayList<>();
        Duration sum = Duration.ZERO;
        for (Duration delay : SLOW) {
            sum = sum.plus(lengthened(delay, 1));
            until.add(sum);
        }
        return List.copyOf(until);
    }

    /**
     * @param attempt the number of the attempt that is over, from 1
     * @param maxRetries what the plan allows, 0 or more
     * @param untilExpiry how long the payload is still kept
     * @param random from 0 to below 1
     */
    public static RetryDecision after(
            AttemptOutcome outcome,
            int attempt,
            int maxRetries,
            Duration untilExpiry,
            double random) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered when answered.isSuccess() -> new Done();
            case AttemptOutcome.Answered answered when answered.status() == 410 ->
                    new GiveUp(Reason.GONE);
            case AttemptOutcome.Answered answered when !mayPass(answered.status()) ->
                    new GiveUp(Reason.REFUSED);
            case AttemptOutcome.Answered answered ->
                    again(
                            answered.status() == 429 ? Tier.FAST : Tier.SLOW,
                            asked(answered),
                            attempt,
                            maxRetries,
                            untilExpiry,
                            random);
            case AttemptOutcome.Unanswered _ ->
                    again(Tier.SLOW, Duration.ZERO, attempt, maxRetries, untilExpiry, random);
        };
    }

    /** Whether another attempt may follow, if attempts, plan and payload allow it. */
    public static boolean mayRetryAfter(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Answered answered -> mayPass(answered.status());
            case AttemptOutcome.Unanswered _ -> true;
        };
    }

    /** Whether the same request may succeed later: 408, 429 and what is wrong at the receiver. */
    private static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static RetryDecision again(
            Tier tier,
            Duration asked,
            int attempt,
            int maxRetries,
            Duration untilExpiry,
            double random) {
        if (attempt >= Math.min(MAX_ATTEMPTS, 1 + maxRetries)) {
            return new GiveUp(Reason.ATTEMPTS_USED_UP);
        }
        Duration planned = planned(tier, attempt, random);
        Duration delay = planned.compareTo(asked) >= 0 ? planned : asked;
        return new Again(delay, tier).within(untilExpiry);
    }

    private static Duration planned(Tier tier, int attempt, double random) {
        return switch (tier) {
            case FAST -> FAST.get(Math.min(attempt, FAST.size()) - 1);
            case SLOW -> lengthened(SLOW.get(Math.min(attempt, SLOW.size()) - 1), random);
        };
    }

    private static Duration lengthened(Duration delay, double random) {
        return delay.plusMillis((long) (delay.toMillis() * JITTER * random));
    }

    private static Duration asked(AttemptOutcome.Answered answered) {
        Optional<Duration> asked =
                answered.status() == 429 || answered.status() == 503
                        ? answered.retryAfter()
                        : Optional.empty();
        return asked.map(wait ->
                        wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait)
                .orElse(Duration.ZERO);
    }
}
