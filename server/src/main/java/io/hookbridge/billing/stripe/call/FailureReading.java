package io.hookbridge.billing.stripe.call;

import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;

import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.Failure.Abandoned;
import io.hookbridge.billing.stripe.call.Failure.CustomerGone;
import io.hookbridge.billing.stripe.call.Failure.NotServed;
import io.hookbridge.billing.stripe.guard.Gate;
import io.hookbridge.billing.stripe.wire.TransportFailure;

import java.time.Duration;
import java.util.Optional;

/** Says what each exception means; every kind of failure has its line here. */
public final class FailureReading {

    private FailureReading() {}

    /** Reads why a gate turned a call away. */
    static Failure of(Gate.Refused refused, RetryAfter retryAfter) {
        Kind kind =
                switch (refused.reason()) {
                    case FULL, TOO_FAST -> Kind.OVERLOADED;
                    case BREAKER_OPEN -> Kind.BREAKER_OPEN;
                };
        return notServed(
                kind, retryAfter.after(refused.retryAfter()), Trace.local(refused.reason().name()));
    }

    /** Reads what an operation threw. */
    static Failure of(Throwable thrown, RetryAfter retryAfter) {
        Duration soon = retryAfter.soon();
        Trace trace = Trace.of(thrown);
        return switch (thrown) {
            case TransportFailure failure -> ofTransport(failure, soon, trace);
            case StripeException failure when trace.status() == 429 ->
                    notServed(Kind.RATE_LIMITED, retryAfter.asked(header(failure)), trace);
            case StripeException failure -> ofStripe(failure, soon, trace);
            case UnusableAnswer unusable -> notServed(unusable.kind(), soon, trace);
            // The SDK throws whatever it likes on an answer it does not expect.
            default -> notServed(Kind.BAD_ANSWER, soon, trace);
        };
    }

    /** Whether the portal configuration is missing, switched off or was never made. */
    public static boolean isAboutConfiguration(StripeException failure) {
        // Stripe has no machine code for two of these; its texts are all there is to tell by.
        String text = text(failure);
        return text.contains("default configuration has not been created")
                || text.contains("until you save your customer portal settings")
                || "configuration".equals(Trace.of(failure).param());
    }

    /**
     * Whether the portal cannot do what its session was to be opened for; to be asked of sessions
     * with a flow only, because Stripe does not always name the parameter.
     */
    public static boolean isAboutFlow(StripeException failure) {
        Trace trace = Trace.of(failure);
        return trace.status() == 400
                && !"resource_missing".equals(trace.code())
                && (trace.param().startsWith("flow_data") || trace.param().equals("-"));
    }

    /** Whether what is sold has another currency than all that the customer ever paid. */
    public static boolean isAboutCurrency(StripeException failure) {
        // No machine code for this either.
        String text = text(failure);
        return text.contains("combine currencies on a single customer")
                || text.contains("does not match the customer currency");
    }

    private static Failure ofTransport(TransportFailure failure, Duration soon, Trace trace) {
        return switch (failure.reason()) {
            case INTERRUPTED -> new Abandoned(new Unavailability(Kind.DEADLINE, soon), trace);
            case DEADLINE -> notServed(Kind.DEADLINE, soon, trace);
            case UNREACHED, TIMED_OUT -> notServed(Kind.UNREACHABLE, soon, trace);
            case UNUSABLE_ANSWER -> notServed(ofUnusable(failure.status()), soon, trace);
        };
    }

    private static Kind ofUnusable(int status) {
        if (status >= 500) {
            return Kind.UNREACHABLE;
        }
        return status == 429 ? Kind.RATE_LIMITED : Kind.BAD_ANSWER;
    }

    private static Failure ofStripe(StripeException failure, Duration soon, Trace trace) {
        int status = trace.status();
        if (status >= 500) {
            return notServed(Kind.UNREACHABLE, soon, trace);
        }
        return switch (status) {
            case 400, 404 -> ofRefusal(failure, soon, trace);
            case 401 -> notServed(Kind.KEY_REFUSED, soon, trace);
            case 403 -> notServed(Kind.CREDENTIALS_REFUSED, soon, trace);
            case 409 -> notServed(Kind.OVERLOADED, soon, trace);
            default ->
                    notServed(status >= 400 ? Kind.REQUEST_REFUSED : Kind.BAD_ANSWER, soon, trace);
        };
    }

    private static Failure ofRefusal(StripeException failure, Duration soon, Trace trace) {
        if (text(failure).contains("a similar object exists in")) {
            return notServed(Kind.MODE_MISMATCH, soon, trace);
        }
        if (isAboutConfiguration(failure)) {
            return notServed(Kind.NO_PORTAL_CONFIGURATION, soon, trace);
        }
        // Stripe names a customer "customer" in a parameter and "id" in the path.
        boolean customer = "customer".equals(trace.param()) || "id".equals(trace.param());
        return customer && "resource_missing".equals(trace.code())
                ? new CustomerGone(trace)
                : notServed(Kind.REQUEST_REFUSED, soon, trace);
    }

    private static Failure notServed(Kind kind, Duration retryAfter, Trace trace) {
        return new NotServed(new Unavailability(kind, retryAfter), trace);
    }

    private static String text(StripeException failure) {
        StripeError error = failure.getStripeError();
        String text = error == null ? null : error.getMessage();
        return text == null ? "" : text;
    }

    private static Optional<String> header(StripeException failure) {
        StripeError error = failure.getStripeError();
        return error == null || error.getLastResponse() == null
                ? Optional.empty()
                : error.getLastResponse().headers().firstValue("Retry-After");
    }
}
