package io.hookbridge.base;

import java.util.Optional;
import java.util.UUID;

/** Identifies a person who uses the console; written {@code user_} and 32 hexadecimal digits. */
public record UserId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("user_");

    public static Optional<UserId> parse(String text) {
        return FORMAT.parse(text).map(UserId::new);
    }

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
