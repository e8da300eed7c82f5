package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/** Messages at a steady rate beside what is measured, until it is closed. */
public final class LightLoad implements AutoCloseable {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Histogram latency = new Histogram(3);
    private final Thread sending;

    /**
     * Begins at once.
     *
     * @param port of the server
     * @param requests the n-th request, from 0; answered with 202
     * @param perSecond requests
     * @param most how long it lasts if it is not closed before
     */
    public LightLoad(int port, LongFunction<Request> requests, int perSecond, Duration most) {
        Load load = new Load(port, requests, perSecond, Duration.ZERO, most);
        sending = Thread.ofPlatform().name("light-load").daemon().start(() -> send(load));
    }

    private void send(Load load) {
        try {
            OpenLoop.run(
                    load,
                    new Observer() {
                        @Override
                        public void answered(long number, int status, long due, long now) {
                            if (status == 202) {
                                accepted.increment();
                                latency.recordValue(Math.max(0, now - due) / 1_000);
                            } else {
                                refused.increment();
                            }
                        }
                    });
        } catch (InterruptedException closed) {
            // That is how it is told to end.
        } catch (IOException failure) {
            refused.increment();
        }
    }

    public long accepted() {
        return accepted.sum();
    }

    /** Requests that were answered otherwise. */
    public long refused() {
        return refused.sum();
    }

    /** Of the accepted ones, in microseconds from the moment each was due; once it is closed. */
    public Histogram latency() {
        return latency;
    }

    @Override
    public void close() throws InterruptedException {
        sending.interrupt();
        sending.join();
    }
}
