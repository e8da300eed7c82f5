package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.DatabaseMeter;
import io.hookbridge.loadtest.rig.Measured;

/**
 * A load of what is to be fetched, and what came of it.
 *
 * @param accepted requests that were answered with 2xx, the warm-up included
 * @param stored events that the endpoint has more than before
 * @param database PostgreSQL's counters in the stretch that counts
 */
record Taken(Measured measured, long accepted, long stored, DatabaseMeter.Use database) {

    private static final double ACCEPTED_SHARE = 0.99;

    /** How many were accepted and are not there. */
    long lost() {
        return Math.max(0, accepted - stored);
    }

    boolean hasErrors() {
        return measured.hasErrors() || lost() > 0;
    }

    /** Whether nothing was refused or lost, and at least 99 % of the rate accepted. */
    boolean sustained() {
        return !hasErrors()
                && measured.result().achieved() >= ACCEPTED_SHARE * measured.result().offered();
    }
}
