package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.ProgressLines;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A moderate load with Stripe behind the server, and then the same load on that Stripe without the
 * server. The difference of equal percentiles is what the server itself adds.
 *
 * <p>The difference of two percentiles is not the percentile of a difference; for the median it is
 * close, for the 99th it is an estimate.
 */
record WithStripe(Rig rig, List<Tenant> tenants, Times times) {

    /** What Stripe's double waits before each answer; Stripe itself takes far longer. */
    static final int LATENCY_MILLIS = 5;

    /**
     * @param through calls to the server
     * @param alone calls to Stripe's double without the server
     */
    record Result(Measured through, LoadResult alone) {

        /**
         * What the server adds, in milliseconds.
         *
         * @param percentile 0 to 100
         */
        double ownShare(double percentile) {
            return through.result().millis(percentile) - alone.millis(percentile);
        }
    }

    Result run(String name) throws InterruptedException {
        try (StripeDoubleProcess stripe = StripeDoubleProcess.start(rig, LATENCY_MILLIS, tenants)) {
            rig.say(
                    "%n%s: %.0f requests/s, a Stripe that takes %d ms",
                    name, times.rate(), LATENCY_MILLIS);
            Measured through = through(name, stripe);
            rig.say("the same Stripe without the server");
            LoadResult alone =
                    OpenLoop.run(
                            load(stripe.port(), stripe.sessionsInTurn(tenants)),
                            new ProgressLines(rig.out()));
            return new Result(through, alone);
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private Measured through(String name, StripeDoubleProcess stripe) throws InterruptedException {
        try (ServerProcess server = rig.start(stripe.settings())) {
            // Ready is not enough: the first session waits until the portal is configured at
            // Stripe.
            PortalCall.firstAnswer(rig, server, tenants.getFirst());
            return Metering.measure(
                    rig,
                    name,
                    server,
                    load(server.port(), PortalCall.inTurn(server.port(), tenants)));
        }
    }

    private Load load(int port, LongFunction<Request> requests) {
        return new Load(port, requests, times.rate(), times.warmUp(), times.measured());
    }
}
