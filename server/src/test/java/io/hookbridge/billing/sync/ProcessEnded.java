package io.hookbridge.billing.sync;

/** The end of the process, as far as a test can have it: nothing in the server catches it. */
public final class ProcessEnded extends Error {

    private static final long serialVersionUID = 1L;

    public ProcessEnded() {
        super("the process ends here", null, false, false);
    }

    /** Runs what has to end with the process. */
    static void expectIn(Runnable work) {
        try {
            work.run();
        } catch (ProcessEnded asExpected) {
            return;
        }
        throw new AssertionError("the process did not end");
    }
}
