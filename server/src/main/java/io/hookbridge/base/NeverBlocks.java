package io.hookbridge.base;

/**
 * A thread that many connections share, so that whatever waits on it holds them all up: for the
 * database, for another thread, for a long computation.
 */
public interface NeverBlocks {

    /** What may be hashed, signed or parsed there in one go, in bytes. */
    int MOST_BYTES = 64 * 1024;

    /**
     * Whether the current thread is none of them. To be asserted wherever something may wait: the
     * tests run with assertions, and one that waits on such a thread fails, however fast it was.
     */
    static boolean mayBlock() {
        return !(Thread.currentThread() instanceof NeverBlocks);
    }

    /**
     * To be called where something is about to wait and has done nothing yet.
     *
     * @throws WouldBlockException on such a thread
     */
    static void requireToBlock() {
        if (!mayBlock()) {
            throw new WouldBlockException();
        }
    }
}
