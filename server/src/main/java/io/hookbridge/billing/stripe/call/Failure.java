package io.hookbridge.billing.stripe.call;

import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.Unavailability;

/** Why an operation did not succeed, as read from whatever was thrown. */
public sealed interface Failure {

    Trace trace();

    /** Who has to do something about a failure. */
    enum Cause {
        /** Stripe, or the way to it: the circuit breaker counts these. */
        OUTAGE,
        /** An operator: waiting will not help. */
        SETTINGS,
        /** An operator, who gives us another key or this one more permissions. */
        KEY,
        /** Nobody; there are too many calls for the moment, or our own database is away. */
        LOAD,
        /** Nobody; the caller left. */
        CALLER
    }

    /** Stripe does not know the customer. */
    record CustomerGone(Trace trace) implements Failure {}

    /** Stripe cannot serve the call, or we will not use what it answered. */
    record NotServed(Unavailability why, Trace trace) implements Failure {}

    /** Nobody waits for the answer any more. */
    record Abandoned(Unavailability why, Trace trace) implements Failure {}

    /** The failure in a word, for metrics, logs and the readiness page. */
    default String word() {
        return switch (this) {
            case CustomerGone gone -> "customer_gone";
            case Abandoned abandoned -> "abandoned";
            case NotServed notServed -> notServed.why().kind().word();
        };
    }

    /** The same as the answer to whoever asked. */
    default <T> Asked<T> asked() {
        return switch (this) {
            case CustomerGone gone -> new Asked.CustomerGone<>();
            case NotServed notServed -> new Asked.Unavailable<>(notServed.why());
            case Abandoned abandoned -> new Asked.Unavailable<>(abandoned.why());
        };
    }

    default Cause cause() {
        return switch (this) {
            case CustomerGone gone -> Cause.SETTINGS;
            case Abandoned abandoned -> Cause.CALLER;
            case NotServed notServed -> causeOf(notServed.why().kind());
        };
    }

    static Cause causeOf(Unavailability.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, DEADLINE, BAD_ANSWER -> Cause.OUTAGE;
            case KEY_REFUSED, CREDENTIALS_REFUSED -> Cause.KEY;
            case NOT_CONFIGURED,
                    MODE_MISMATCH,
                    NO_PORTAL_CONFIGURATION,
                    NO_PRICE,
                    REQUEST_REFUSED ->
                    Cause.SETTINGS;
            case RATE_LIMITED, ACCOUNT_UNKNOWN, OVERLOADED, BREAKER_OPEN -> Cause.LOAD;
        };
    }

    /** Whether Stripe took our key, and refused something else. */
    default boolean provesTheKey() {
        return cause() == Cause.SETTINGS && trace().status() > 0;
    }
}
