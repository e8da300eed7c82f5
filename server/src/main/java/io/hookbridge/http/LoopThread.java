package io.hookbridge.http;

import io.hookbridge.base.NeverBlocks;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.spi.VertxThreadFactory;

import java.util.concurrent.TimeUnit;

/** The thread of one event loop. */
final class LoopThread extends VertxThread implements NeverBlocks {

    private LoopThread(Runnable loop, String name, long longest, TimeUnit unit) {
        super(loop, name, false, longest, unit);
    }

    /** Makes the threads of Vert.x, which has others beside those of its loops. */
    static final class Factory implements VertxThreadFactory {

        @Override
        public VertxThread newVertxThread(
                Runnable target, String name, boolean worker, long longest, TimeUnit unit) {
            return worker
                    ? new VertxThread(target, name, true, longest, unit)
                    : new LoopThread(target, name, longest, unit);
        }
    }
}
