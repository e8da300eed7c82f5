package io.hookbridge.inbound.receive;

import io.hookbridge.base.MessageId;
import io.hookbridge.inbound.verify.preset.Answers;
import io.hookbridge.net.Header;

import java.util.List;
import java.util.Optional;

/** What a sender is answered whose request was not refused in our words. */
sealed interface Reply {

    /** 200 to 299, or that of a refusal as the provider wants it. */
    int status();

    /**
     * It is stored.
     *
     * @param id of its message, or of the one that it repeats
     * @param body what the provider wants to hear; empty if ours will do
     */
    record Stored(MessageId id, int status, Optional<Answers.Body> body) implements Reply {}

    /**
     * In the provider's words: to a handshake, or to what was refused.
     *
     * @param headers the content type among them, if there is a body
     * @param body perhaps without a byte
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Given(int status, List<Header> headers, byte[] body) implements Reply {}
}
