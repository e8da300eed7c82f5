package io.hookbridge.db;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how to sign in.
 *
 * @param jdbcUrl {@code jdbc:postgresql:…}; may itself carry user and password
 */
public record DatabaseAddress(String jdbcUrl, @Nullable String user, @Nullable String password) {

    /** Leaves everything out that may hold a password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + jdbcUrl.replaceFirst("\\?.*", "") + "]";
    }
}
