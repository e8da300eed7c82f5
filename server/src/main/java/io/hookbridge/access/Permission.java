package io.hookbridge.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; a key has all of them unless it was made with fewer. */
public enum Permission {
    SEND,
    READ,
    MANAGE,
    BILLING;

    /** The word used in JSON and SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Permission> of(String word) {
        return Arrays.stream(values())
                .filter(permission -> permission.word().equals(word))
                .findFirst();
    }
}
