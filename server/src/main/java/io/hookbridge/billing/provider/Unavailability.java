package io.hookbridge.billing.provider;

import java.time.Duration;
import java.util.Locale;

/**
 * Why a billing provider could not serve a request. Every kind is answered alike, 503 {@code
 * BILLING_UNAVAILABLE}: what is wrong between us and the provider is never the caller's fault, and
 * its details are for the operator.
 *
 * @param kind for metrics, logs and the audit; a closed set
 * @param retryAfter when another try may succeed; at least one second
 */
public record Unavailability(Kind kind, Duration retryAfter) {

    /** Nothing changes before an operator sets a key. */
    private static final Duration NOT_CONFIGURED_RETRY = Duration.ofSeconds(30);

    public static Unavailability notConfigured() {
        return new Unavailability(Kind.NOT_CONFIGURED, NOT_CONFIGURED_RETRY);
    }

    /**
     * Whether, as far as this shows, any other question would fare alike. A bad answer may come
     * from a proxy, and the other mode may be a key of another account.
     */
    public boolean isOutage() {
        return switch (kind) {
            case NOT_CONFIGURED,
                    KEY_REFUSED,
                    CREDENTIALS_REFUSED,
                    RATE_LIMITED,
                    UNREACHABLE,
                    DEADLINE,
                    BAD_ANSWER,
                    MODE_MISMATCH,
                    ACCOUNT_UNKNOWN,
                    OVERLOADED,
                    BREAKER_OPEN ->
                    true;
            case NO_PORTAL_CONFIGURATION, NO_PRICE, REQUEST_REFUSED -> false;
        };
    }

    /** The kinds of failure, each with one meaning for the operator. */
    public enum Kind {
        /** No key is configured for this mode. */
        NOT_CONFIGURED,
        /** The provider refused our key as such (401). */
        KEY_REFUSED,
        /** Our key lacks a permission (403). */
        CREDENTIALS_REFUSED,
        /** The provider limits our rate (429). */
        RATE_LIMITED,
        /** Timeout, reset, unknown host, 5xx. */
        UNREACHABLE,
        /** The whole budget of the operation was used up. */
        DEADLINE,
        /**
         * The provider answered, but not with what it documents: empty, HTML, no URL, an unexpected
         * host.
         */
        BAD_ANSWER,
        /**
         * A live object answered to a test key or the reverse, or the key is of another account.
         */
        MODE_MISMATCH,
        /** Our own database cannot say whether the key is of the right account. */
        ACCOUNT_UNKNOWN,
        /** The provider has no portal configuration. */
        NO_PORTAL_CONFIGURATION,
        /** The provider has no usable price for a plan that is for sale. */
        NO_PRICE,
        /** The provider refused the request itself; a fault of ours. */
        REQUEST_REFUSED,
        /** Too many calls are under way or waiting already. */
        OVERLOADED,
        /** The circuit breaker is open after repeated failures. */
        BREAKER_OPEN;

        /** The word used in logs, metrics and messages to an operator. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
