package io.hookbridge.billing.stripe.wire;

import java.time.Duration;
import java.util.Locale;

/**
 * One try of one request.
 *
 * @param number 1 for the first try of a request
 * @param took from sending until the whole answer was there, or until it was given up
 */
public record Attempt(int number, Outcome outcome, Duration took) {

    /** What came of a try; a closed set, so that it can be a label of a metric. */
    public enum Outcome {
        SUCCEEDED,
        /** A 4xx other than 409 and 429. */
        REFUSED,
        /** 409: the same idempotency key or object is in use at this moment. */
        CONFLICT,
        /** 429. */
        RATE_LIMITED,
        /** 5xx, with whatever body. */
        SERVER_ERROR,
        /** An answer that is no JSON object, or a redirect. */
        UNUSABLE,
        /** No connection, or one that broke before the answer was whole. */
        UNREACHED,
        TIMED_OUT,
        INTERRUPTED;

        /** The outcome in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome ofStatus(int status) {
            if (status >= 200 && status < 300) {
                return SUCCEEDED;
            }
            if (status >= 500) {
                return SERVER_ERROR;
            }
            return switch (status) {
                case 409 -> CONFLICT;
                case 429 -> RATE_LIMITED;
                default -> status >= 400 ? REFUSED : UNUSABLE;
            };
        }
    }
}
