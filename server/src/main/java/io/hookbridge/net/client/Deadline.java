package io.hookbridge.net.client;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The end of a call's time, which comes in stretches if it is long. This server may lose the right
 * to what it sends meanwhile, and what came of the call would count for nothing then; so it is
 * asked after each stretch whether the call may go on. Belongs to the call's loop.
 */
final class Deadline {

    private final EventLoop loop;
    private final Duration stretch;
    private Duration left;
    private @Nullable Future<?> next;

    /**
     * @param longest that the call may take in all
     * @param stretch that it may take without being asked
     */
    Deadline(EventLoop loop, Duration longest, Duration stretch) {
        this.loop = loop;
        this.left = longest;
        this.stretch = stretch;
    }

    boolean isSet() {
        return next != null;
    }

    /** Begins a stretch, the first or the next one. */
    void set(Runnable whenOver) {
        Duration time = left.compareTo(stretch) < 0 ? left : stretch;
        left = left.minus(time);
        next = loop.schedule(whenOver, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the last stretch has begun. */
    boolean isLast() {
        return left.isZero();
    }

    void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
