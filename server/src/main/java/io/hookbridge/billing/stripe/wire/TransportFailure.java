package io.hookbridge.billing.stripe.wire;

import com.stripe.exception.ApiConnectionException;

/**
 * No usable answer came from Stripe. A connection error to the SDK; the message is made of the
 * reason and the status alone, so that no body or URL can reach a log through it.
 */
public final class TransportFailure extends ApiConnectionException {

    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Reason {
        /** No connection, or one that broke. */
        UNREACHED,
        /** One try took too long. */
        TIMED_OUT,
        /** The operation's own deadline passed. */
        DEADLINE,
        /** Something answered, but not with a JSON object. */
        UNUSABLE_ANSWER,
        /** The calling thread was interrupted: nobody waits for the answer any more. */
        INTERRUPTED
    }

    private final Reason reason;
    private final int status;

    public TransportFailure(Reason reason) {
        this(reason, 0);
    }

    /**
     * @param status the HTTP status of the unusable answer, or 0 if there was none
     */
    TransportFailure(Reason reason, int status) {
        super("no usable answer from Stripe: " + reason + ", status " + status);
        this.reason = reason;
        this.status = status;
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status of the unusable answer, or 0 if there was none. */
    public int status() {
        return status;
    }
}
