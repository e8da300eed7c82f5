package io.hookbridge.inbound.verify.scheme;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** How bytes are written as text. */
public enum Encoding {
    HEX,
    BASE64,

    /** One of the two, whichever gives as many bytes as the algorithm makes. */
    EITHER;

    /** The bytes that a text writes; empty if it is not written so. */
    Optional<byte[]> decode(String text, int length) {
        return switch (this) {
            case HEX -> hex(text);
            case BASE64 -> base64(text);
            case EITHER ->
                    hex(text)
                            .filter(bytes -> bytes.length == length)
                            .or(() -> base64(text).filter(bytes -> bytes.length == length));
        };
    }

    /** As a sender writes it; of two possible ways the more usual one. */
    String encode(byte[] bytes) {
        return switch (this) {
            case HEX, EITHER -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
        };
    }

    /** The bytes of hexadecimal digits in letters of either case; empty for anything else. */
    public static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /**
     * The bytes of Base64 (RFC 4648, section 4), perhaps without padding; empty for anything but
     * the one text that an encoder makes of them.
     */
    public static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            boolean isCanonical =
                    Base64.getEncoder().encodeToString(bytes).equals(text)
                            || Base64.getEncoder()
                                    .withoutPadding()
                                    .encodeToString(bytes)
                                    .equals(text);
            return isCanonical ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The word for it in presets. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
