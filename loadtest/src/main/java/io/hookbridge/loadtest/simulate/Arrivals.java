package io.hookbridge.loadtest.simulate;

import java.util.SplittableRandom;

/**
 * When tenants send. The share of each is that of its rank (Zipf), and each sends in bursts: it is
 * on and off by turns, for times of random (exponential) length, and while it is on its messages
 * come at random (Poisson).
 */
final class Arrivals {

    private final double[] rates;
    private final double onSeconds;
    private final double offSeconds;
    private final double[] untilOff;
    private final SplittableRandom random;

    /**
     * @param rate of all together, in messages a second
     * @param tenants at least 1
     * @param exponent 0 for equal shares; with 1 the second has half of the first, the third a
     *     third
     * @param onSeconds how long a burst lasts on average
     * @param offSeconds how long the pause after it; 0 for no bursts
     * @param seed decides everything that is random
     */
    Arrivals(
            double rate,
            int tenants,
            double exponent,
            double onSeconds,
            double offSeconds,
            long seed) {
        this.onSeconds = onSeconds;
        this.offSeconds = offSeconds;
        this.random = new SplittableRandom(seed);
        rates = shares(tenants, exponent);
        double whileOn = (onSeconds + offSeconds) / onSeconds;
        untilOff = new double[tenants];
        for (int tenant = 0; tenant < tenants; tenant++) {
            rates[tenant] *= rate * whileOn;
            boolean begins = random.nextDouble() < 1 / whileOn;
            untilOff[tenant] = begins ? exponential(onSeconds) : 0;
        }
    }

    /** The share of each tenant, the largest first; together 1. */
    static double[] shares(int tenants, double exponent) {
        double[] shares = new double[tenants];
        double sum = 0;
        for (int rank = 1; rank <= tenants; rank++) {
            shares[rank - 1] = Math.pow(rank, -exponent);
            sum += shares[rank - 1];
        }
        for (int tenant = 0; tenant < tenants; tenant++) {
            shares[tenant] /= sum;
        }
        return shares;
    }

    int tenants() {
        return rates.length;
    }

    /** When the tenant sends for the first time after {@code now}. */
    double next(int tenant, double now) {
        double at = now;
        while (true) {
            if (at >= untilOff[tenant] && offSeconds > 0) {
                at = Math.max(at, untilOff[tenant]) + exponential(offSeconds);
                untilOff[tenant] = at + exponential(onSeconds);
            }
            double next = at + exponential(1 / rates[tenant]);
            if (next < untilOff[tenant] || offSeconds == 0) {
                return next;
            }
            at = untilOff[tenant];
        }
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
