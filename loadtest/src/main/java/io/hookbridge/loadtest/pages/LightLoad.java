package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.rig.SendRequests;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Messages of a busy project at a steady rate, until it is closed. */
final class LightLoad implements AutoCloseable {

    private static final int PAYLOAD = 1_024;

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread sending;

    /**
     * @param port of the server
     * @param perSecond messages
     * @param most how long it lasts if it is not closed before
     */
    LightLoad(int port, Project project, int perSecond, Duration most) {
        SendRequests requests =
                new SendRequests(
                        port,
                        project.tenant().key(),
                        project.endpoints(),
                        new NumberedPayload(PAYLOAD),
                        false);
        Load load = new Load(port, requests.single(0), perSecond, Duration.ZERO, most);
        sending = Thread.ofPlatform().name("light-load").daemon().start(() -> send(load));
    }

    private void send(Load load) {
        try {
            OpenLoop.run(
                    load,
                    new Observer() {
                        @Override
                        public void answered(long number, int status, long due, long now) {
                            (status == 202 ? accepted : refused).increment();
                        }
                    });
        } catch (InterruptedException closed) {
            // That is how it is told to end.
        } catch (IOException failure) {
            refused.increment();
        }
    }

    long accepted() {
        return accepted.sum();
    }

    /** Requests that were answered otherwise. */
    long refused() {
        return refused.sum();
    }

    @Override
    public void close() throws InterruptedException {
        sending.interrupt();
        sending.join();
    }
}
