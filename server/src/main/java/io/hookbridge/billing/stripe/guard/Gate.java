package io.hookbridge.billing.stripe.guard;

import io.hookbridge.base.TokenBucket;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The one way in for calls of a kind: places, rate and breaker, asked in that order. */
public final class Gate {

    private final Semaphore places;
    private final TokenBucket rate;
    private final CircuitBreaker breaker;

    /**
     * @param places how many calls may be under way; nobody waits for a place
     */
    public Gate(int places, TokenBucket rate, CircuitBreaker breaker) {
        this.places = new Semaphore(places);
        this.rate = rate;
        this.breaker = breaker;
    }

    /** The answer to a caller who wants in. */
    public sealed interface Entry {}

    /** Why a caller is turned away. */
    public enum Reason {
        FULL,
        TOO_FAST,
        BREAKER_OPEN
    }

    /**
     * The call must not be made.
     *
     * @param retryAfter the time after which it may go through; zero if nobody can know
     */
    public record Refused(Reason reason, Duration retryAfter) implements Entry {}

    /** Lets the caller in, or says why not; never waits. */
    public Entry enter() {
        if (!places.tryAcquire()) {
            return new Refused(Reason.FULL, Duration.ZERO);
        }
        Optional<Refused> refused =
                Optional.of(rate.take())
                        .filter(wait -> !wait.isZero())
                        .map(wait -> new Refused(Reason.TOO_FAST, wait))
                        .or(() ->
                                breaker.enter()
                                        .map(wait -> new Refused(Reason.BREAKER_OPEN, wait)));
        if (refused.isPresent()) {
            places.release();
            return refused.get();
        }
        return new Permit();
    }

    /** Whether the breaker lets everybody through. */
    public boolean isClosed() {
        return breaker.isClosed();
    }

    /** The breaker's state in a word: {@code closed}, {@code open} or {@code probing}. */
    public String word() {
        return breaker.word();
    }

    /**
     * The right to make one call. Used by one thread; closed when the call is over. A call of which
     * neither report was made counts as abandoned.
     */
    public final class Permit implements Entry, AutoCloseable {

        private boolean reported;

        private Permit() {}

        /** The service answered, be it with a refusal. */
        public void answered() {
            reported = true;
            breaker.answered();
        }

        /** The service did not answer, or not with sense. */
        public void failed() {
            reported = true;
            breaker.failed();
        }

        @Override
        public void close() {
            if (!reported) {
                breaker.abandoned();
            }
            places.release();
        }
    }
}
