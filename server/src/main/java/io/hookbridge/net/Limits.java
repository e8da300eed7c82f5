package io.hookbridge.net;

import java.time.Duration;

/**
 * How long a call may take and how much of its answer is read.
 *
 * @param connect for a connection to one address, at least a millisecond
 * @param call for everything from the look-up of the name to the last byte of the answer
 * @param readBytes of an answer's body, before the connection is dropped
 * @param keptBytes of an answer's body, and of its headers
 */
public record Limits(Duration connect, Duration call, int readBytes, int keptBytes) {

    /** Of one attempt to deliver a message. */
    public static final Limits DELIVERY =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), 64 * 1024, 16 * 1024);

    public Limits {
        if (connect.toMillis() < 1
                || call.toMillis() < 1
                || keptBytes < 0
                || readBytes < keptBytes) {
            throw new IllegalArgumentException("limits that nothing can keep");
        }
    }
}
