package io.hookbridge.delivery.retry;

import java.time.Duration;
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

    /** There was no complete answer, for whatever reason. */
    record Unanswered() implements AttemptOutcome {}
}
