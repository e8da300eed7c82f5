package io.hookbridge.console.frame;

import io.hookbridge.message.MessageStatus;

/**
 * The state of a message in a word and a colour.
 *
 * @param kind what the name of its class ends with, {@code badge-ok} for instance
 */
public record StatusBadge(String kind, String title) {

    public static StatusBadge of(MessageStatus status) {
        return switch (status) {
            case QUEUED -> new StatusBadge("waiting", "Queued");
            case PAUSED -> new StatusBadge("paused", "Paused");
            case DELIVERING -> new StatusBadge("waiting", "Delivering");
            case SUCCEEDED -> new StatusBadge("ok", "Delivered");
            case PENDING_RETRY -> new StatusBadge("failing", "Retrying");
            case FAILED_PERMANENT -> new StatusBadge("dead", "Dead letter");
        };
    }
}
