package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;

import java.sql.SQLException;
import java.time.Duration;

/** Waits until every message is delivered or waits for the time of its next attempt. */
final class Settling {

    /** Without any change, which is longer than an attempt takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Settling() {}

    static void await(Rig rig, ServerProcess server) throws InterruptedException, SQLException {
        AttemptStore store = new AttemptStore(server.database());
        long began = System.nanoTime();
        long lastChange = began;
        long last = store.unsettled();
        while (last > 0) {
            long now = System.nanoTime();
            if (now - lastChange > PATIENCE.toNanos() || now - began > MOST.toNanos()) {
                rig.say("  %,d messages are under way even now", last);
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
            long unsettled = store.unsettled();
            lastChange = unsettled == last ? lastChange : now;
            last = unsettled;
        }
    }
}
