package io.hookbridge.console.message;

import io.hookbridge.message.Message;

/**
 * The state of a message as a coloured word.
 *
 * @param look {@code ok}, {@code failing}, {@code waiting}, {@code dead} or {@code paused}
 */
public record Badge(String word, String look) {

    static Badge of(Message message) {
        if (message.deletion() != null) {
            return new Badge("Deleted", "paused");
        }
        return switch (message.status()) {
            case QUEUED -> new Badge("Queued", "waiting");
            case PAUSED -> new Badge("Paused", "paused");
            case DELIVERING -> new Badge("Delivering", "waiting");
            case SUCCEEDED -> new Badge("Delivered", "ok");
            case PENDING_RETRY -> new Badge("Waiting", "failing");
            case FAILED_PERMANENT -> new Badge("Failed", "dead");
        };
    }
}
