package io.hookbridge.net;

import java.time.Duration;

/**
 * How long a call may take and how much of its answer is read.
 *
 * @param turn the wait for a look-up of the name to begin, while others of the same environment
 *     take too long; it comes before the call's own time
 * @param connect for a connection to one address, at least a millisecond; and the wait, before the
 *     call's own time, for a connection in use to become free
 * @param call for everything from the look-up of the name to the last byte of the answer; for a
 *     call that has a time of its own, the longest before it is asked whether it may go on
 * @param readBytes of an answer's body, before the connection is dropped
 * @param keptBytes of an answer's body, and of its headers
 */
public record Limits(Duration turn, Duration connect, Duration call, int readBytes, int keptBytes) {

    /** Of one attempt to deliver a message. */
    public static final Limits DELIVERY =
            new Limits(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    64 * 1024,
                    16 * 1024);

    public Limits {
        if (turn.isNegative()
                || connect.toMillis() < 1
                || call.toMillis() < 1
                || keptBytes < 0
                || readBytes < keptBytes) {
            throw new IllegalArgumentException("limits that nothing can keep");
        }
    }

    /** After so long a call is over that has no time of its own, or may not go on. */
    public Duration longest() {
        return turn.plus(call);
    }
}
