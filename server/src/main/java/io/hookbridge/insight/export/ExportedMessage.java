package io.hookbridge.insight.export;

import io.hookbridge.insight.log.LogEntry;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A message as an export has it.
 *
 * @param payload as it was sent or received; null if it is there no more, or not wanted
 * @param isLost whether it is not there although its time is not over
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ExportedMessage(LogEntry entry, byte @Nullable [] payload, boolean isLost) {

    /** Why there is no payload where one should be; else null. */
    @Nullable String payloadError() {
        return isLost ? "the cold storage has lost it" : null;
    }

    /** The payload, if it is UTF-8; else null. */
    @Nullable String text() {
        if (payload == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    /** The payload in Base64, if it is no UTF-8; else null. */
    @Nullable String base64() {
        return payload == null || text() != null
                ? null
                : Base64.getEncoder().encodeToString(payload);
    }
}
