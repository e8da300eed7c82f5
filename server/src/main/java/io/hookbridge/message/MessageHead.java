package io.hookbridge.message;

import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What came with a payload. */
public sealed interface MessageHead {

    /** Of a message that was sent without anything but its payload. */
    MessageHead NONE = new Sent(Map.of());

    /** How much memory it takes, in bytes, about. */
    int bytes();

    /**
     * With what is sent.
     *
     * @param headers that are added to the delivery
     */
    record Sent(Map<String, String> headers) implements MessageHead {

        @Override
        public int bytes() {
            int bytes = 0;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                bytes += AROUND + header.getKey().length() + header.getValue().length();
            }
            return bytes;
        }
    }

    /**
     * With what was received.
     *
     * @param headers in their order and with duplicates; what proves who the sender is to this
     *     server alone is masked
     * @param query what stood after the question mark, byte for byte but for the token of the
     *     endpoint; null if there was none
     * @param source the address of the sender
     * @param verified whether the endpoint checked more than its own address
     * @param preset by which it was verified; null if by none
     * @param eventType as the preset of the endpoint tells it; null if it does not
     */
    record Received(
            List<Header> headers,
            @Nullable String query,
            String source,
            boolean verified,
            @Nullable String preset,
            @Nullable String eventType)
            implements MessageHead {

        @Override
        public int bytes() {
            int bytes = 2 * AROUND + (query == null ? 0 : query.length());
            bytes += preset == null ? 0 : AROUND + preset.length();
            bytes += eventType == null ? 0 : AROUND + eventType.length();
            for (Header header : headers) {
                bytes += AROUND + header.name().length() + header.value().length();
            }
            return bytes;
        }
    }

    /** What is around a name and a value in memory, in bytes. */
    int AROUND = 128;
}
