package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;

import java.time.Duration;

/** Asks for events one page after another, where no WebSocket brings them. */
record FetchEvents(Api api, ListenEndpoint endpoint) {

    /** Beyond the time for which the server holds an answer back. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A page, or one event, whose body may be of the largest size there is. */
    private static final int LONGEST = 128 * 1024 * 1024;

    /**
     * Asks once.
     *
     * @param after the end of the page before, which is done with that; empty without one
     * @param waitSeconds for how long the answer may be held back until there is an event
     */
    Reply ask(String after, int waitSeconds) {
        return api.tryGet(
                "/v1/inbound-endpoints/%s/listen?wait=%d%s"
                        .formatted(
                                endpoint.id(),
                                waitSeconds,
                                after.isEmpty() ? "" : "&after=" + after),
                PATIENCE.plusSeconds(waitSeconds),
                LONGEST);
    }
}
