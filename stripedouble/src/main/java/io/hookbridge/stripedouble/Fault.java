package io.hookbridge.stripedouble;

/** A way to misbehave, switched on for an operation with {@link StripeDouble#fail}. */
public enum Fault {
    /** 429 with {@code Retry-After: 7}. */
    RATE_LIMITED,
    /** 429 with {@code Stripe-Should-Retry: true}, as on a lock. */
    RATE_LIMITED_RETRY_ADVISED,
    /** 500 in Stripe's form, kept with the idempotency key like any result of an execution. */
    SERVER_ERROR,
    /** The same with {@code Stripe-Should-Retry: false}. */
    SERVER_ERROR_FINAL,
    /** 500 with an error that is a text; kept as well. */
    ODD_ERROR,
    EMPTY_502,
    /** 502 from a proxy; its body names a portal URL, which must not reach a log. */
    HTML_502,
    HTML_403,
    EMPTY_200,
    HTML_200,
    /** 200 with JSON that is no object. */
    ARRAY_200,
    CONFLICT,
    UNAUTHORIZED,
    FORBIDDEN,
    /** 400 for a reason that only a programmer can repair. */
    REFUSED,
    NO_TEST_CONFIGURATION,
    NO_LIVE_CONFIGURATION,
    /** The object exists in live mode, but the key is for test. */
    EXISTS_IN_LIVE,
    EXISTS_IN_TEST,
    /** Nothing for as long as {@link StripeDouble#slowFor} says, then the right answer. */
    SLOW,
    /** The right headers, half the body, and the end of the connection. */
    HALF_BODY,
    /** The end of the connection without any answer. */
    RESET,
    /** A redirect to the same place. */
    REDIRECT,
    /** A JSON object of two mebibytes. */
    HUGE,
    /** A session without a URL; of a list, this and the following spoil every entry. */
    NO_URL,
    /** A session of the other mode. */
    WRONG_LIVEMODE,
    /** A session whose URL leads to another host. */
    FOREIGN_HOST,
    /** A session whose URL is not encrypted. */
    PLAIN_HTTP,
    /** A session for another customer. */
    OTHER_CUSTOMER;

    /** Whether the request was executed, so that a repetition of its key gets the same answer. */
    boolean isKept() {
        return this == SERVER_ERROR || this == SERVER_ERROR_FINAL || this == ODD_ERROR;
    }

    static String noConfiguration(boolean live) {
        return live
                ? "You can't create a portal session in live mode until you save your customer"
                        + " portal settings in live mode."
                : "No configuration provided and your test mode default configuration has not been"
                        + " created.";
    }
}
