package io.hookbridge.insight.log;

import io.hookbridge.base.MessageId;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The place in a list after which the next page begins, as opaque text: the last message's id. */
final class Cursor {

    private Cursor() {}

    static String after(MessageId last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(16)
                                .putLong(last.value().getMostSignificantBits())
                                .putLong(last.value().getLeastSignificantBits())
                                .array());
    }

    /** Empty for text that is no cursor. */
    static Optional<MessageId> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            return bytes.remaining() == 16
                    ? Optional.of(new MessageId(new UUID(bytes.getLong(), bytes.getLong())))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
