package io.hookbridge.sdk.webhook;

/** A request that must not be believed. Answer it with 401, and do nothing of what it says. */
public final class InvalidWebhookException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong, for programs. */
    private final Reason reason;

    /** What is wrong with a request. */
    public enum Reason {
        /** It has no signature where one is expected, or lacks something that is signed with it. */
        MISSING_SIGNATURE("the request is not signed as expected"),
        /** Another key signed it, or something was changed on the way. */
        WRONG_SIGNATURE("the signature does not fit the request and the keys"),
        /** It is genuine and too old, was sent again by somebody, or a clock is wrong. */
        STALE_TIMESTAMP("the request is signed, but its time is too far from now"),
        /** It is genuine, but its body is not the JSON that was asked for. */
        UNREADABLE_BODY("the request is signed, but its body is not what was expected");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    InvalidWebhookException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    /**
     * What is wrong, for programs.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
