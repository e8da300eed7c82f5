package io.hookbridge.db.embedded;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in the box cannot do what was asked; the message is one that an operator can act on.
 */
public sealed class EmbeddedPostgresException extends RuntimeException
        permits DataFolderInUseException {

    EmbeddedPostgresException(String message) {
        this(message, null);
    }

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
