package io.hookbridge.billing.sync;

/**
 * Hears of each point between two things that a crash could part. Does nothing in a server; a test
 * ends the process there.
 */
@FunctionalInterface
public interface Steps {

    /** For a server. */
    Steps UNWATCHED = _ -> {};

    /**
     * Called before the next thing is done.
     *
     * @param point a word for the place
     */
    void reached(String point);
}
