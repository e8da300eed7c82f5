package io.hookbridge.db;

/**
 * The database cannot be reached at start. The message names the kind of failure and no credential.
 */
public final class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(String reason, Throwable cause) {
        super("the database cannot be reached: " + reason, cause);
    }
}
