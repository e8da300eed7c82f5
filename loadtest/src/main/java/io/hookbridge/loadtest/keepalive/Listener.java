package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.receive.Receiver;

import java.time.Duration;

/**
 * A port that webhooks are delivered to.
 *
 * @param name of whose it is and how it closes connections
 * @param https whether it wants TLS
 * @param port on the loopback address
 * @param idle how long it keeps a connection without a request
 * @param handling who answers in the end: behind the port, or at it
 * @param faultless it never answers with anything but 200, nor ends a connection with a request
 */
record Listener(
        String name, boolean https, int port, Duration idle, Receiver handling, boolean faultless)
        implements AutoCloseable {

    /** A receiver of our own. */
    static Listener own(String name, boolean https, Duration idle, Receiver receiver) {
        return new Listener(name, https, receiver.port(), idle, receiver, true);
    }

    /** The URL of an endpoint, from 0. */
    String url(String host, int endpoint) {
        return "%s://%s:%d/e/%d".formatted(https ? "https" : "http", host, port, endpoint);
    }

    @Override
    public void close() {
        handling.close();
    }
}
