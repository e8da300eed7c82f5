package io.hookbridge.base;

import java.util.UUID;

/** Identifies a person who uses the console; written {@code user_} and 32 hexadecimal digits. */
public record UserId(UUID value) {

    private static final PrefixedUuid FORMAT = new PrefixedUuid("user_");

    @Override
    public String toString() {
        return FORMAT.format(value);
    }
}
