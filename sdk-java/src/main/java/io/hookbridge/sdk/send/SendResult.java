package io.hookbridge.sdk.send;

import io.hookbridge.sdk.ErrorBody;

import org.jspecify.annotations.Nullable;

/**
 * What became of one message of a batch: it has either an id or an error.
 *
 * @param status {@code queued} or {@code refused}
 * @param messageId of a message that was accepted; {@code null} otherwise
 * @param error why a message was refused; {@code null} otherwise
 */
public record SendResult(String status, @Nullable String messageId, @Nullable ErrorBody error) {

    /**
     * Whether the message will be delivered.
     *
     * @return {@code false} if it was refused
     */
    public boolean accepted() {
        return messageId != null;
    }
}
