package io.hookbridge.net;

import okhttp3.Call;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels calls that are out of time, a twentieth of a second late at most. One look through all of
 * them now and then costs less than a timer that is set and taken back for each.
 */
final class Deadlines implements AutoCloseable {

    private static final long PACE_NANOS = 50_000_000L;

    private final long limitNanos;
    private final Map<Call, Long> running = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param limit of every call
     */
    Deadlines(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("call-deadlines").start(this::watch);
    }

    /** From now on the call has its time; {@link #end} must follow. */
    void begin(Call call) {
        running.put(call, System.nanoTime() + limitNanos);
    }

    void end(Call call) {
        running.remove(call);
    }

    private void watch() {
        while (!closed || !running.isEmpty()) {
            LockSupport.parkNanos(PACE_NANOS);
            long now = System.nanoTime();
            running.forEach((call, end) -> {
                if (now - end >= 0) {
                    call.cancel();
                }
            });
        }
    }

    /** Watches over the calls that still run, and ends with them. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
