package io.hookbridge.delivery.retry;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What came of one attempt to deliver a message. */
public sealed interface AttemptOutcome {

    /**
     * The receiver answered in full.
     *
     * @param status the HTTP status, 200 to 599
     * @param retryAfter the wait it asked for with {@code Retry-After}, counted from the answer;
     *     empty for none or one that cannot be read
     */
    record Answered(int status, Optional<Duration> retryAfter) implements AttemptOutcome {

        /** Any 2xx; a redirect is none, because it is not followed. */
        public boolean isSuccess() {
            return status >= 200 && status <= 299;
        }
    }

    /** There was no complete answer. */
    record Unanswered(Cause cause) implements AttemptOutcome {}

    /** Why there was no complete answer. */
    enum Cause {
        /** The host's name has no address now. */
        DNS,
        /** The host's name leads to an address that deliveries may not reach. */
        BLOCKED_ADDRESS,
        /** No connection within the time for one. */
        CONNECT,
        /** No trusted TLS connection: a wrong or expired certificate among others. */
        TLS,
        /** The answer was not complete within the time for the whole attempt. */
        TIMEOUT,
        /** The connection broke, or what came was not HTTP. */
        BROKEN;

        /** The word in JSON and logs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
