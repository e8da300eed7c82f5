package io.hookbridge.app.listen;

import org.jspecify.annotations.Nullable;

/** What came of posting an event to the developer's server. */
sealed interface Forwarded {

    /** How long it took, in milliseconds. */
    int ms();

    /**
     * It answered.
     *
     * @param location where it wanted to be asked instead; null unless it is a redirect that says
     *     so
     */
    record Answered(int status, int ms, @Nullable String location) implements Forwarded {

        /** Whether the status is one of success. */
        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    /**
     * There was no whole answer.
     *
     * @param why on one line
     */
    record Unanswered(String why, int ms) implements Forwarded {}
}
