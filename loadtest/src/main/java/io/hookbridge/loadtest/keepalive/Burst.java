package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.load.ClosedLoop;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Messages as fast as they are accepted, to a listener that closes each connection after a few
 * requests; and when half of them are handled, something is done to it.
 */
record Burst(
        Rig rig, ServerProcess server, Listener listener, Disturbance disturbance, int messages) {

    static final int ENDPOINTS = 5;

    private static final int CONNECTIONS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    /**
     * @param refused requests that were not answered with 202, by what came instead
     */
    record Result(
            Listener listener,
            Disturbance disturbance,
            Outcome outcome,
            Map<String, Long> refused) {

        boolean isBad() {
            return !refused.isEmpty() || outcome.isBad();
        }
    }

    Result run() throws InterruptedException, SQLException {
        rig.say(
                "Burst of %,d messages to %s; meanwhile: %s",
                messages, listener.name(), disturbance.name());
        Series series =
                Series.to(
                        listener,
                        rig,
                        server,
                        messages,
                        ENDPOINTS,
                        number -> (int) (number % ENDPOINTS));
        Thread disturbing = Thread.ofVirtual().start(() -> disturb(series));
        LoadResult sent = send(series);
        AttemptStore store = new AttemptStore(server.database());
        store.awaitSettled(rig);
        disturbing.interrupt();
        disturbing.join();
        series.settle(store);
        return new Result(
                listener,
                disturbance,
                series.outcome(
                        listener.faultless()
                                ? Outcome.Circumstances.FAULTLESS
                                : Outcome.Circumstances.RELOADED),
                sent.errors());
    }

    private LoadResult send(Series series) throws InterruptedException {
        Observer observer =
                new Observer() {
                    @Override
                    public void answered(long number, int status, long due, long now) {
                        if (status / 100 == 2) {
                            series.accepted();
                        }
                    }
                };
        try {
            return ClosedLoop.run(
                    server.port(), series::request, messages, CONNECTIONS, PATIENCE, observer);
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    /** Is interrupted when all is over, should half of the messages never be handled. */
    private void disturb(Series series) {
        try {
            while (series.handled() < messages / 2) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            disturbance.action().run();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
