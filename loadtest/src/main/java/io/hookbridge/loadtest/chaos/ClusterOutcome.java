package io.hookbridge.loadtest.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a run with several servers ended.
 *
 * @param shares of each server in draining a backlog, together 1
 */
record ClusterOutcome(Outcome outcome, List<Double> shares) {

    /**
     * Of three servers. They do not know of each other, and one of them has a head start of up to a
     * second, which is much on a fast machine.
     */
    private static final double LEAST_SHARE = 0.1;

    private static final double LARGEST_SHARE = 0.7;

    boolean sharedEvenly() {
        return shares.stream().allMatch(share -> share >= LEAST_SHARE && share <= LARGEST_SHARE);
    }

    boolean holds() {
        return outcome.holds() && sharedEvenly();
    }

    String report() {
        return Report.of("Three servers", outcome)
                + (sharedEvenly() ? "" : "VIOLATION: ")
                + "Each server's share of a backlog: "
                + shares.stream()
                        .map(share -> String.format(Locale.ROOT, "%.0f %%", share * 100))
                        .collect(Collectors.joining(", "))
                + "\n";
    }
}
