package io.hookbridge.db;

/**
 * The database cannot be reached at start, or cannot serve; the message says why and what to do
 * about it, and holds no credential.
 */
public final class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(String message) {
        super(message, null, false, false);
    }
}
