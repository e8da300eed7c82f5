package io.hookbridge.loadtest.process;

/** The measurement cannot go on; the message is for the person who started it. */
public final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BenchFailure(String message) {
        super(message);
    }
}
