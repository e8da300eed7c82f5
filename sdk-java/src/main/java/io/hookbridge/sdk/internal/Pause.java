package io.hookbridge.sdk.internal;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Pause {

    /** Blocks the thread. */
    Pause OF_THE_THREAD = time -> Thread.sleep(time.toMillis());

    /**
     * Returns when the time is over.
     *
     * @param time how long to wait
     * @throws InterruptedException if the thread is asked to stop waiting
     */
    void waitFor(Duration time) throws InterruptedException;
}
