package io.hookbridge.base;

/**
 * What was asked for has to be waited for, and the thread is one that {@link NeverBlocks}. Nothing
 * was done: whoever asked does so again on a thread that may wait.
 */
public final class WouldBlockException extends RuntimeException {

    WouldBlockException() {
        super("this thread must not wait", null, false, false);
    }
}
