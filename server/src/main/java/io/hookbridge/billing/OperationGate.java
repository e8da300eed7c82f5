package io.hookbridge.billing;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;

/**
 * What the operations that may ask the billing provider have in common: how often a tenant may use
 * one, a count of what came of it, and the refusal when the provider cannot serve.
 */
public final class OperationGate {

    private final String what;
    private final TokenBuckets<TenantSide> rate;
    private final MeterRegistry meters;
    private final String counter;

    /**
     * @param what the things asked for, in the plural, as a refusal names them
     * @param rate how often a tenant may ask, in live and in test apart
     * @param counter the name of the metric that counts outcomes
     */
    public OperationGate(
            String what, TokenBuckets<TenantSide> rate, MeterRegistry meters, String counter) {
        this.what = what;
        this.rate = rate;
        this.meters = meters;
        this.counter = counter;
    }

    /**
     * Lets the call in.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED}
     */
    public void enter(Call call) {
        Duration wait = rate.take(call.caller().side());
        if (!wait.isZero()) {
            count("rate_limited");
            throw new ApiError(
                            ErrorCode.RATE_LIMIT_EXCEEDED,
                            "too many " + what + " for this tenant, try again later")
                    .retryAfter(wait);
        }
    }

    /** Takes back an entry of a call that was not begun. */
    public void leave(Call call) {
        rate.of(call.caller().side()).giveBack();
    }

    /** Counts one request with this outcome, a word of a closed set. */
    public void count(String outcome) {
        meters.counter(counter, "outcome", outcome).increment();
    }

    /** The refusal when the provider cannot serve; always {@code BILLING_UNAVAILABLE}. */
    public static ApiError unavailable(Unavailability why) {
        String message =
                why.kind() == Unavailability.Kind.NOT_CONFIGURED
                        ? "billing is not configured for the mode of this API key"
                        : "billing is not available right now, try again later";
        return new ApiError(ErrorCode.BILLING_UNAVAILABLE, message).retryAfter(why.retryAfter());
    }
}
