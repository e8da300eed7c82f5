package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the highest rate that the server sustains with the built-in provider: climbs in steps,
 * then holds the last good step for the whole measuring time.
 *
 * <p>A rate is sustained if every request is answered with 200, at least 99 % of them within the
 * time in which they were due, and 99 % within 100 ms of being due. Because the load generator
 * counts from that moment, a rate that is too high shows at once: its requests pile up.
 */
final class HighestRate {

    private static final double FIRST = 1_000;
    private static final double STEP = 1.2;
    private static final double MOST = 50_000;
    private static final double ANSWERED_SHARE = 0.99;
    private static final double P99_MILLIS = 100;

    private final Rig rig;
    private final List<Tenant> tenants;
    private final Times times;
    private final List<Measured> climb = new ArrayList<>();

    HighestRate(Rig rig, List<Tenant> tenants, Times times) {
        this.rig = rig;
        this.tenants = tenants;
        this.times = times;
    }

    /**
     * @param held the highest rate, held
     * @param climb every step on the way, the ones that were too high included
     */
    record Result(Measured held, List<Measured> climb) {}

    Result run() throws InterruptedException {
        rig.say("%nHighest rate: climbing, built-in provider");
        try (ServerProcess server = rig.start(Rig.BUILTIN).awaitReady(rig.probe())) {
            load(server, FIRST, Duration.ofMillis(1), times.warmUp());
            double rate = climb(server);
            while (true) {
                rig.say("holding %,.0f requests/s", rate);
                Measured held = load(server, rate, times.step(), times.measured());
                if (sustained(held) || rate <= FIRST) {
                    return new Result(held, climb);
                }
                climb.add(held);
                rate /= STEP;
            }
        }
    }

    /** The highest rate that was sustained for one step; the first one if none was. */
    private double climb(ServerProcess server) throws InterruptedException {
        double good = FIRST;
        for (double rate = FIRST; rate < MOST; rate *= STEP) {
            boolean sustained = sustainedStep(server, rate);
            // Something else on the machine may have been in the way, once.
            if (!sustained && !sustainedStep(server, rate)) {
                return good;
            }
            good = rate;
        }
        return good;
    }

    private boolean sustainedStep(ServerProcess server, double rate) throws InterruptedException {
        Measured step = load(server, rate, Duration.ZERO, times.step());
        climb.add(step);
        rig.say(
                "  %,6.0f/s offered, %,6.0f/s answered, p99 %.1f ms, errors %d%s",
                rate,
                step.result().achieved(),
                step.result().millis(99),
                step.result().errorCount(),
                sustained(step) ? "" : ": too much");
        return sustained(step);
    }

    private Measured load(ServerProcess server, double rate, Duration warmUp, Duration measured)
            throws InterruptedException {
        return Metering.measure(
                rig,
                "Highest rate",
                server,
                new Load(
                        server.port(),
                        PortalCall.inTurn(server.port(), tenants),
                        rate,
                        warmUp,
                        measured));
    }

    private static boolean sustained(Measured step) {
        return !step.hasErrors()
                && step.result().achieved() >= ANSWERED_SHARE * step.result().offered()
                && step.result().millis(99) <= P99_MILLIS;
    }
}
