package io.hookbridge.billing.stripe.call;

import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;

import io.hookbridge.billing.stripe.wire.TransportFailure;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * The part of a failure that may be logged: no message, no body, no URL. What came from outside is
 * kept only if it has the form of an identifier.
 *
 * @param error the kind of exception, or the reason in our own words
 * @param status the HTTP status, 0 if there was none
 * @param request Stripe's identifier of the request, for its dashboard
 */
record Trace(String error, int status, String request, String code, String param) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_.\\[\\]]{1,80}");

    static Trace of(Throwable thrown) {
        return switch (thrown) {
            case TransportFailure failure ->
                    new Trace(failure.reason().name(), failure.status(), "-", "-", "-");
            case StripeException failure -> ofStripe(failure);
            case UnusableAnswer unusable -> new Trace(unusable.what(), 0, "-", "-", "-");
            default -> new Trace(thrown.getClass().getSimpleName() + at(thrown), 0, "-", "-", "-");
        };
    }

    /** A failure that never left this process. */
    static Trace local(String error) {
        return new Trace(error, 0, "-", "-", "-");
    }

    private static Trace ofStripe(StripeException failure) {
        StripeError error = failure.getStripeError();
        Integer status = failure.getStatusCode();
        return new Trace(
                failure.getClass().getSimpleName(),
                status == null ? 0 : status,
                shown(failure.getRequestId()),
                shown(failure.getCode()),
                shown(error == null ? null : error.getParam()));
    }

    private static String shown(@Nullable String value) {
        return value != null && IDENTIFIER.matcher(value).matches() ? value : "-";
    }

    /** Where a bug is, since its message may not be printed. */
    private static String at(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length == 0 ? "" : "@" + frames[0];
    }
}
