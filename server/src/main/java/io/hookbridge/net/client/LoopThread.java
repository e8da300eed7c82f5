package io.hookbridge.net.client;

import io.hookbridge.base.NeverBlocks;
import io.netty.util.concurrent.FastThreadLocalThread;

/** The thread of one event loop. */
final class LoopThread extends FastThreadLocalThread implements NeverBlocks {

    LoopThread(Runnable loop) {
        super(loop, "delivery-loop");
        setDaemon(true);
    }
}
