package io.hookbridge.console.message;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.Message;

/**
 * The state of a message as a coloured word.
 *
 * @param look {@code ok}, {@code failing}, {@code waiting}, {@code dead} or {@code paused}
 */
public record Badge(String word, String look) {

    static Badge of(Message message, Phrases phrases) {
        if (message.deletion() != null) {
            return new Badge(phrases.say("message.state.deleted"), "paused");
        }
        return switch (message.status()) {
            case QUEUED -> new Badge(phrases.say("message.state.queued"), "waiting");
            case PAUSED -> new Badge(phrases.say("message.state.paused"), "paused");
            case DELIVERING -> new Badge(phrases.say("message.state.delivering"), "waiting");
            case SUCCEEDED -> new Badge(phrases.say("message.state.delivered"), "ok");
            case PENDING_RETRY -> new Badge(phrases.say("message.state.waiting"), "failing");
            case FAILED_PERMANENT -> new Badge(phrases.say("message.state.failed"), "dead");
        };
    }
}
