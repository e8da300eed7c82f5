package io.hookbridge.message;

import java.time.Duration;
import java.util.Locale;

/** What is done with a message after an attempt. */
public sealed interface RetryDecision {

    /** It is delivered. */
    record Done() implements RetryDecision {}

    /**
     * It is tried again.
     *
     * @param delay from the end of the attempt, more than zero
     */
    record Again(Duration delay, Tier tier) implements RetryDecision {

        /**
         * The same, or the message is given up, if its payload will be over by then.
         *
         * @param untilExpiry how long the payload is still kept
         */
        public RetryDecision within(Duration untilExpiry) {
            return delay.compareTo(untilExpiry) < 0 ? this : new GiveUp(Reason.RETENTION_OVER);
        }
    }

    /** It is not tried again by itself. */
    record GiveUp(Reason reason) implements RetryDecision {}

    /** How fast the retries of a message follow each other. */
    enum Tier {
        /** The receiver said that it had too much to do (429). */
        FAST,
        SLOW;

        /** The word in {@code retry_type}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why a message is not tried again. */
    enum Reason {
        /** The receiver refused it in a way that another attempt will not change. */
        REFUSED,
        /** 410: the receiver wants nothing more; its endpoint is paused as well. */
        GONE,
        /** The plan's or the schedule's attempts are used up. */
        ATTEMPTS_USED_UP,
        /** The payload's retention would be over before the next attempt. */
        RETENTION_OVER,
        /** What was sealed with it does not open. */
        UNREADABLE;

        /** The word in JSON and logs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
