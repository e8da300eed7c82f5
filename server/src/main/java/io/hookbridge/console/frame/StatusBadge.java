package io.hookbridge.console.frame;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.MessageStatus;

/**
 * The state of a message in a word and a colour.
 *
 * @param kind what the name of its class ends with, {@code badge-ok} for instance
 */
public record StatusBadge(String kind, String title) {

    public static StatusBadge of(MessageStatus status, Phrases phrases) {
        return switch (status) {
            case QUEUED -> new StatusBadge("waiting", phrases.say("message.state.queued"));
            case PAUSED -> new StatusBadge("paused", phrases.say("message.state.paused"));
            case DELIVERING -> new StatusBadge("waiting", phrases.say("message.state.delivering"));
            case SUCCEEDED -> new StatusBadge("ok", phrases.say("message.state.delivered"));
            case PENDING_RETRY ->
                    new StatusBadge("failing", phrases.say("message.status.retrying"));
            case FAILED_PERMANENT ->
                    new StatusBadge("dead", phrases.say("message.status.dead_letter"));
        };
    }
}
