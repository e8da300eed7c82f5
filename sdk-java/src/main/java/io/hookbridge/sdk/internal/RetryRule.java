package io.hookbridge.sdk.internal;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.NoAnswerException;
import io.hookbridge.sdk.RefusedException;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Whether a request that failed is sent again, and when.
 *
 * <p>What certainly did nothing is sent again whatever it is: a request that did not reach the
 * server, and one that was answered with 429 and a time to wait. What may have been done is sent
 * again only if doing it twice does no harm.
 *
 * @param attempts how often a request is sent at the most, 1 for never again
 * @param longestWait the most that is waited before the next attempt; an answer that asks for more
 *     ends the attempts
 * @param random from 0 to 1, so that clients that failed together do not come back together
 */
public record RetryRule(int attempts, Duration longestWait, DoubleSupplier random) {

    private static final long FIRST_WAIT_MS = 200;
    private static final int MOST_DOUBLINGS = 16;
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    /**
     * Decides about one failure.
     *
     * @param failed which attempt this was, from 1
     * @param repeatable whether doing the request twice does no harm
     * @return how long to wait before the next attempt; nothing if there is none
     */
    Optional<Duration> waitAfter(int failed, HookBridgeException failure, boolean repeatable) {
        if (failed >= attempts || !mayBeSentAgain(failure, repeatable)) {
            return Optional.empty();
        }
        Duration wait = backOff(failed);
        if (failure instanceof RefusedException refused) {
            Duration asked = refused.retryAfter().orElse(Duration.ZERO);
            // What was asked for is the least, and not everybody is to come back at that moment.
            wait = asked.isZero() ? wait : asked.plus(backOff(1));
            if (asked.compareTo(longestWait) > 0) {
                return Optional.empty();
            }
        }
        return Optional.of(wait.compareTo(longestWait) > 0 ? longestWait : wait);
    }

    private static boolean mayBeSentAgain(HookBridgeException failure, boolean repeatable) {
        if (failure instanceof NoAnswerException noAnswer) {
            return repeatable || !noAnswer.maybeDone();
        }
        RefusedException refused = (RefusedException) failure;
        if (refused.status() == 429) {
            return refused.retryAfter().isPresent();
        }
        return repeatable
                && (PASSING.contains(refused.status())
                        || refused.code().equals("IDEMPOTENCY_CONFLICT"));
    }

    /** A random time up to 200 ms, 400, 800 and so on. */
    private Duration backOff(int failed) {
        long most = FIRST_WAIT_MS << Math.min(failed - 1, MOST_DOUBLINGS);
        return Duration.ofMillis(Math.round(most * random.getAsDouble()));
    }
}
