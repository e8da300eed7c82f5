package io.hookbridge.db.citus;

/** The database cannot be spread, or is not as it should be; the message says what to do. */
public final class CitusRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    CitusRefused(String message) {
        super(message, null, false, false);
    }
}
