package io.hookbridge.insight.export;

import java.util.Locale;

/** How far an export is. */
public enum ExportStatus {
    PENDING,
    PROCESSING,
    COMPLETED,
    /** Given up after several failures. */
    FAILED,
    /** Its time is over, the file is gone. */
    EXPIRED;

    /** The word used in JSON and SQL. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ExportStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether it is still being worked on. */
    boolean isActive() {
        return switch (this) {
            case PENDING, PROCESSING -> true;
            case COMPLETED, FAILED, EXPIRED -> false;
        };
    }
}
