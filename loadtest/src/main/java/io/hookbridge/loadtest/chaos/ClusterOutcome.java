package io.hookbridge.loadtest.chaos;

import java.util.List;

/**
 * How a run with several servers ended.
 *
 * @param shares of each server in draining a backlog, together 1; empty if there was none
 */
record ClusterOutcome(Outcome outcome, List<Double> shares) {

    /** With three servers; the evener the better, but none of them can know of the others. */
    private static final double LEAST_SHARE = 0.2;

    private static final double LARGEST_SHARE = 0.6;

    boolean sharedEvenly() {
        return shares.stream().allMatch(share -> share >= LEAST_SHARE && share <= LARGEST_SHARE);
    }

    boolean holds() {
        return outcome.holds() && sharedEvenly();
    }
}
