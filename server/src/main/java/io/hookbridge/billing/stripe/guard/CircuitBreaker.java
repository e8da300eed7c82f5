package io.hookbridge.billing.stripe.guard;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.Optional;

/** Stops calling a service that keeps failing, and probes it with one call after a while. */
public final class CircuitBreaker {

    private final int failuresToOpen;
    private final Duration openFor;
    private final Ticker ticker;
    private BreakerState state = BreakerState.initial();

    /**
     * @param failuresToOpen failures in a row, 1 or more
     * @param openFor how long nobody calls before the probe
     * @param ticker a clock of nanoseconds
     */
    public CircuitBreaker(int failuresToOpen, Duration openFor, Ticker ticker) {
        this.failuresToOpen = failuresToOpen;
        this.openFor = openFor;
        this.ticker = ticker;
    }

    /**
     * Empty if the call may go out, and then it has to be followed by one of the three reports;
     * else the time until the next probe.
     */
    synchronized Optional<Duration> enter() {
        long now = ticker.nanos();
        if (!state.admits(now)) {
            return Optional.of(state.untilProbe(now));
        }
        state = state.entered();
        return Optional.empty();
    }

    synchronized void answered() {
        state = state.answered();
    }

    synchronized void failed() {
        state = state.failed(ticker.nanos(), failuresToOpen, openFor);
    }

    synchronized void abandoned() {
        state = state.abandoned(ticker.nanos());
    }

    synchronized boolean isClosed() {
        return state instanceof BreakerState.Closed;
    }

    synchronized String word() {
        return state.word();
    }
}
