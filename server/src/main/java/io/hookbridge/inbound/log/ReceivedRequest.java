package io.hookbridge.inbound.log;

import io.hookbridge.message.Message;
import io.hookbridge.message.MessageHead;

import java.util.Optional;

/**
 * A request that became a message.
 *
 * @param content what came; empty if it is kept no more
 */
public record ReceivedRequest(Message message, Optional<Content> content) {

    /**
     * What came.
     *
     * @param body byte for byte
     * @param head what came with it; empty if it was sealed with another key
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Content(byte[] body, Optional<MessageHead.Received> head) {}
}
