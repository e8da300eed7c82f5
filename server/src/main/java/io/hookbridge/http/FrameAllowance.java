package io.hookbridge.http;

import java.util.concurrent.TimeUnit;

/**
 * How many frames that carry next to nothing one connection may send: so many at once, and more as
 * time goes, requests come and bodies move. Who answers a long download with updates of its window
 * earns them by it; whoever sends nothing but pings, settings or resets does not. Belongs to the
 * loop of its connection.
 */
final class FrameAllowance {

    /** A large window is given back in many small pieces. */
    static final int AT_ONCE = 10_000;

    private static final int PER_SECOND = 20;
    private static final int PER_REQUEST = 10;
    private static final int BYTES_PER_FRAME = 1024;

    private long left = AT_ONCE;
    private long bytes;
    private long refilledNanos;

    FrameAllowance(long nowNanos) {
        refilledNanos = nowNanos;
    }

    /** A request has come. */
    void request() {
        add(PER_REQUEST);
    }

    /** So many bytes that are worth something moved, in either direction. */
    void moved(int more) {
        bytes += more;
        add(bytes / BYTES_PER_FRAME);
        bytes %= BYTES_PER_FRAME;
    }

    /**
     * Takes what some frames cost.
     *
     * @return false if there is not so much left
     */
    boolean take(int frames, long nowNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - refilledNanos);
        if (seconds > 0) {
            refilledNanos += TimeUnit.SECONDS.toNanos(seconds);
            add(seconds * PER_SECOND);
        }
        left -= frames;
        return left >= 0;
    }

    private void add(long more) {
        left = Math.min(AT_ONCE, left + more);
    }
}
