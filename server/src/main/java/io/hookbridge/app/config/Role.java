package io.hookbridge.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a node does. Several nodes may run against one database, each with its own roles. */
public enum Role {
    API,
    RECEIVE,
    DELIVER,
    CONSOLE,
    JOBS;

    /** The role that settings call {@code word}. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** What settings call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
