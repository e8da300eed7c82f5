package io.hookbridge.tenant;

import io.hookbridge.base.TenantId;

import java.time.Instant;
import java.util.Locale;

/** A company on this installation. */
public record Tenant(TenantId id, String name, Status status, Instant createdAt) {

    /** The most characters of a name. */
    public static final int MAX_NAME = 255;

    /** Whether a tenant may do anything. */
    public enum Status {
        ACTIVE,
        /** Nobody is let in and nothing is delivered; what was accepted waits. */
        SUSPENDED,
        /** The same, for good: everything of it is being deleted. */
        ERASING;

        /** The word used in SQL and at the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * @param word one of the table
         */
        public static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
