package io.hookbridge.loadtest.cluster;

import java.util.UUID;

/** What the sender knows of a message. */
public sealed interface Sent {

    /**
     * It has the promise.
     *
     * @param at when the answer came, by {@code System.nanoTime}
     */
    record Accepted(UUID message, long at) implements Sent {}

    /** It got no answer to any of its requests: the message may be stored or not. */
    record InDoubt() implements Sent {}

    /** The server said no to it, which nothing here should make it do. */
    record Refused(String answer) implements Sent {}
}
