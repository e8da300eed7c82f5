package io.hookbridge.loadtest.receive;

import java.time.Duration;

/**
 * How long a receiver keeps its connections.
 *
 * @param idle without a request, more than 0
 * @param deaf for how long before its end the connection is not read any more, as if a request were
 *     still on its way through a network while the end comes from the other side
 * @param requests after so many the connection is closed, 1 or more
 * @param announced whether the last answer says {@code Connection: close}
 * @param ending of a connection whose time is over or that has carried its requests
 */
public record Keeping(
        Duration idle, Duration deaf, int requests, boolean announced, Ending ending) {

    /** As long as the sender likes. */
    public static final Keeping FOREVER =
            new Keeping(Duration.ofDays(1), Duration.ZERO, Integer.MAX_VALUE, true, Ending.CLOSE);

    /** How a connection ends. */
    public enum Ending {
        /** The end of the stream, without TLS's {@code close_notify}. */
        CLOSE,

        /** A reset. */
        RESET,

        /** A 408 that nobody asked for, and then the end. */
        TIMEOUT_ANSWER,

        /** TLS's {@code close_notify}, and then the end. */
        CLOSE_NOTIFY_AND_CLOSE,

        /** TLS's {@code close_notify}; the sender has to close the connection. */
        CLOSE_NOTIFY
    }

    public Keeping {
        if (!idle.isPositive() || deaf.isNegative() || requests < 1) {
            throw new IllegalArgumentException("a connection is kept for a while and a request");
        }
    }

    /** Until a connection had no request for so long. */
    public static Keeping idle(Duration idle, Duration deaf, Ending ending) {
        return new Keeping(idle, deaf, Integer.MAX_VALUE, true, ending);
    }

    /** For so many requests. */
    public static Keeping requests(int requests, boolean announced, Ending ending) {
        return new Keeping(FOREVER.idle(), Duration.ZERO, requests, announced, ending);
    }
}
