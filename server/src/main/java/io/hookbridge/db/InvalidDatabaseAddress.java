package io.hookbridge.db;

/** A text is no address of a database; the message says what is right and repeats nothing of it. */
public final class InvalidDatabaseAddress extends RuntimeException {

    InvalidDatabaseAddress(String message) {
        super(message, null, false, false);
    }
}
