package io.hookbridge.db;

/**
 * One of several servers of the database did not answer shortly before, so it was not asked;
 * nothing was written.
 */
final class UnansweredException extends RuntimeException {

    /**
     * @param cause what became of the last try
     */
    UnansweredException(String server, Throwable cause) {
        super("the server " + server + " of the database does not answer", cause, false, false);
    }
}
