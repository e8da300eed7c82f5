package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies an API key without revealing it; written {@code key_} and 32 hexadecimal digits. */
public record ApiKeyId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("key_");

    public static Optional<ApiKeyId> parse(String text) {
        return FORMAT.parse(text).map(ApiKeyId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
