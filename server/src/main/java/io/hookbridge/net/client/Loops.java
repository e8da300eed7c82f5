package io.hookbridge.net.client;

import io.hookbridge.base.TargetId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads that connections live on: all those of one target on the same. */
final class Loops {

    /** The other half of the processors is for the database's side and for handshakes. */
    private static final int COUNT = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** How often a loop has to show that it runs. */
    private static final Duration BEAT = Duration.ofMillis(100);

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(COUNT, LoopThread::new, NioIoHandler.newFactory());
    private final List<EventLoop> all = new ArrayList<>();

    Loops() {
        for (EventExecutor loop : group) {
            all.add((EventLoop) loop);
        }
    }

    List<EventLoop> all() {
        return all;
    }

    int indexOf(TargetId target) {
        return Math.floorMod(target.hashCode(), all.size());
    }

    /** Measures how late the loops come to what is to be done now. */
    void watch(MeterRegistry meters) {
        Timer late =
                Timer.builder("hookbridge.loop.late")
                        .description("How long a connection's turn on its event loop was overdue")
                        .register(meters);
        for (EventLoop loop : all) {
            beat(loop, late, System.nanoTime());
        }
    }

    private static void beat(EventLoop loop, Timer late, long dueNanos) {
        long next = dueNanos + BEAT.toNanos();
        var _ =
                loop.schedule(
                        () -> {
                            long now = System.nanoTime();
                            late.record(Math.max(0, now - next), TimeUnit.NANOSECONDS);
                            // What was missed is missed.
                            beat(loop, late, Math.max(next, now - BEAT.toNanos()));
                        },
                        next - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
    }

    /** Ends the threads when what they were given is done. */
    void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
