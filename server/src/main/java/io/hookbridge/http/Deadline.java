package io.hookbridge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/** Closes a connection on which something takes too long. Belongs to its event loop. */
final class Deadline {

    /** How long a head may take from its first byte to its last. */
    static final long OF_A_HEAD = TimeUnit.SECONDS.toNanos(10);

    private @Nullable Future<?> running;

    /**
     * Begins to count, unless it counts already.
     *
     * @param from the handler that closes; those before it in the pipeline are asked
     * @param nanos until then
     */
    void start(ChannelHandlerContext from, long nanos) {
        if (running == null) {
            running =
                    from.executor()
                            .schedule(
                                    () -> {
                                        var _ = from.close();
                                    },
                                    nanos,
                                    TimeUnit.NANOSECONDS);
        }
    }

    /** It came to its end, or nobody waits for it any more. */
    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
