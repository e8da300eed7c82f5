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

    /** Of three servers, which do not know of each other. */
    private static final double LEAST_SHARE = 0.2;

    private static final double LARGEST_SHARE = 0.6;

    boolean sharedEvenly() {
        return shares.stream().allMatch(share -> share >= LEAST_SHARE && share <= LARGEST_SHARE);
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
