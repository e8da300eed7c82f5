package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;

import java.time.Duration;

/**
 * Asks for the bodies that did not come over a WebSocket: the server leaves one out when two
 * connections in a row have ended on it, which may be for any other reason.
 */
record FetchBody(Api api) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** In bytes; no payload is longer. */
    private static final int LONGEST = 32 * 1024 * 1024;

    /** The same event with its body; without it if the server does not give it. */
    Event complete(Event event) {
        if (event.bodyError().isEmpty()) {
            return event;
        }
        Reply reply =
                api.tryGet(
                        "/v1/inbound-messages/%s/payload".formatted(event.messageId()),
                        PATIENCE,
                        LONGEST);
        return reply instanceof Reply.Answered answered && answered.status() == 200
                ? event.with(answered.bytes())
                : event;
    }
}
