package io.hookbridge.db;

import java.util.concurrent.CompletableFuture;

/**
 * The connection broke while a commit was under way: nobody knows yet whether it took place. To be
 * neither repeated nor taken for a failure before {@link #written} has ended.
 */
public final class DoubtException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient CompletableFuture<Boolean> written;

    /**
     * @param written see {@link #written}
     */
    public DoubtException(Throwable cause, CompletableFuture<Boolean> written) {
        super("it is not known whether the transaction was committed", cause);
        this.written = written;
    }

    /**
     * Ends with whether the transaction took place, as soon as that is known, however long it
     * takes; never fails.
     */
    public CompletableFuture<Boolean> written() {
        return written;
    }
}
