package io.hookbridge.billing.stripe.guard;

import java.time.Duration;

/**
 * The states of a circuit breaker and the steps between them, as functions of values.
 *
 * <pre>
 * closed --(enough failures in a row)--> open --(time passes, one caller enters)--> probing
 *   ^                                     ^                                            |
 *   |                                     +---------------- the probe failed ----------+
 *   +---------------------------------------- the probe was answered ------------------+
 * </pre>
 *
 * An abandoned probe, of which nothing is known, gives its place to the next caller.
 */
sealed interface BreakerState {

    /** Everybody may call. */
    record Closed(int failuresInRow) implements BreakerState {}

    /** Nobody may call before {@code until}, a moment of the nanosecond clock. */
    record Open(long until) implements BreakerState {}

    /** One caller finds out whether the service is back; nobody else may call. */
    record Probing() implements BreakerState {}

    /** Where every breaker begins, and where an answer brings it back to. */
    static BreakerState initial() {
        return new Closed(0);
    }

    default boolean admits(long now) {
        return switch (this) {
            case Closed closed -> true;
            case Open(long until) -> now - until >= 0;
            case Probing probing -> false;
        };
    }

    default BreakerState entered() {
        return switch (this) {
            case Closed closed -> closed;
            case Open open -> new Probing();
            case Probing probing -> probing;
        };
    }

    default BreakerState answered() {
        return switch (this) {
            case Closed closed -> initial();
            // A call from before the breaker opened; its news is old.
            case Open open -> open;
            case Probing probing -> initial();
        };
    }

    default BreakerState failed(long now, int failuresToOpen, Duration openFor) {
        return switch (this) {
            case Closed(int failures) when failures + 1 < failuresToOpen ->
                    new Closed(failures + 1);
            case Closed closed -> new Open(now + openFor.toNanos());
            case Open open -> open;
            case Probing probing -> new Open(now + openFor.toNanos());
        };
    }

    default BreakerState abandoned(long now) {
        return switch (this) {
            case Closed closed -> closed;
            case Open open -> open;
            case Probing probing -> new Open(now);
        };
    }

    default Duration untilProbe(long now) {
        return switch (this) {
            case Closed closed -> Duration.ZERO;
            case Open(long until) -> Duration.ofNanos(Math.max(0, until - now));
            case Probing probing -> Duration.ZERO;
        };
    }

    /** The word for the readiness page. */
    default String word() {
        return switch (this) {
            case Closed closed -> "closed";
            case Open open -> "open";
            case Probing probing -> "probing";
        };
    }
}
