package io.hookbridge.billing.stripe.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * When a request is sent again: after a failure to reach Stripe, a timeout, a conflict or a server
 * error, and after a failure that was only replayed. Never after 429, because a call that was
 * refused for its rate must not add to the rate.
 *
 * @param maxRetries how many times at the most, after the first try
 * @param firstPause the longest pause before the first retry; doubles with each further one
 */
public record RetryRule(int maxRetries, Duration firstPause) {

    /**
     * The pause before the next try, or empty if this try was the last.
     *
     * @param tries how many were made already, 1 or more
     * @param advice Stripe's {@code Stripe-Should-Retry} header, which goes before our own reading
     *     except on 429
     * @param replayed whether Stripe only repeated how an earlier request failed; its advice was
     *     for the key of that one, and the next try has another
     * @param random between 0 and 1; spreads the pause over the upper half of its range
     */
    Optional<Duration> pauseAfter(
            int tries,
            Attempt.Outcome outcome,
            Optional<String> advice,
            boolean replayed,
            double random) {
        if (tries > maxRetries || !(replayed || worthRetrying(outcome, advice))) {
            return Optional.empty();
        }
        double longest = firstPause.toNanos() * Math.pow(2, tries - 1.0);
        return Optional.of(Duration.ofNanos((long) (longest * (0.5 + random / 2))));
    }

    private static boolean worthRetrying(Attempt.Outcome outcome, Optional<String> advice) {
        return switch (outcome) {
            case SUCCEEDED, RATE_LIMITED, UNUSABLE, INTERRUPTED -> false;
            case REFUSED -> advice.filter("true"::equals).isPresent();
            case CONFLICT, SERVER_ERROR -> advice.filter("false"::equals).isEmpty();
            case UNREACHED, TIMED_OUT -> true;
        };
    }
}
