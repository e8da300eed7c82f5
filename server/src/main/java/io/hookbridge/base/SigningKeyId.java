package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies a signing key without revealing it; written {@code sk_} and 32 hexadecimal digits. */
public record SigningKeyId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("sk_");

    public static Optional<SigningKeyId> parse(String text) {
        return FORMAT.parse(text).map(SigningKeyId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
