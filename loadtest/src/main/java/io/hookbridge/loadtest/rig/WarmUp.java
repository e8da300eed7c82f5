package io.hookbridge.loadtest.rig;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Has the JVM of a server compile what a load needs. The rate rises in steps: a cold server at the
 * full rate would only gather a backlog.
 */
public final class WarmUp {

    private static final List<Integer> RATES = List.of(100, 300, 1_000);

    private WarmUp() {}

    /** A load that does not count. */
    @FunctionalInterface
    public interface Step {

        /**
         * @param rate per second
         */
        void run(int rate, Duration length) throws InterruptedException, SQLException;
    }

    /**
     * @param length of all steps together
     */
    public static void run(Rig rig, Duration length, Step step)
            throws InterruptedException, SQLException {
        for (int rate : RATES) {
            rig.say("warm-up at %,d/s", rate);
            step.run(rate, length.dividedBy(RATES.size()));
        }
    }
}
