package io.hookbridge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes a connection whose present head takes too long. Belongs to its event loop. */
final class HeadDeadline {

    /** How long a head may take from its first byte to its last. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private @Nullable Future<?> running;

    /** Begins to count, unless it counts already. */
    void start(ChannelHandlerContext ctx) {
        if (running == null) {
            running =
                    ctx.executor()
                            .schedule(
                                    () -> {
                                        var _ = ctx.close();
                                    },
                                    LONGEST.toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
    }

    /** The head is whole, or nobody waits for it any more. */
    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
