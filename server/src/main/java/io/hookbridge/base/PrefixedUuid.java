package io.hookbridge.base;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The text form of an identifier: a word with an underscore, then a UUID as 32 lower-case
 * hexadecimal digits.
 */
record PrefixedUuid(String prefix) {

    private static final HexFormat HEX = HexFormat.of();

    String format(UUID value) {
        return prefix
                + HEX.toHexDigits(value.getMostSignificantBits())
                + HEX.toHexDigits(value.getLeastSignificantBits());
    }

    Optional<UUID> parse(String text) {
        int digits = prefix.length();
        if (text.length() != digits + 32 || !text.startsWith(prefix)) {
            return Optional.empty();
        }
        for (int i = digits; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new UUID(
                        HexFormat.fromHexDigitsToLong(text, digits, digits + 16),
                        HexFormat.fromHexDigitsToLong(text, digits + 16, digits + 32)));
    }
}
