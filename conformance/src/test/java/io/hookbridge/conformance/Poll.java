package io.hookbridge.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what cannot tell us that it has happened. */
final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Poll() {}

    /**
     * Returns as soon as {@code condition} holds.
     *
     * @param what the condition in words, for the failure
     * @throws AssertionError if it does not hold within {@code patience}
     */
    static void until(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
