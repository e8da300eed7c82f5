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

    /** Of an even share; the servers do not know of each other. */
    private static final double LEAST = 0.6;

    private static final double MOST = 1.8;

    boolean sharedEvenly() {
        return shares.stream()
                .map(share -> share * shares.size())
                .allMatch(share -> share >= LEAST && share <= MOST);
    }

    String report(String title) {
        return Report.of(title, outcome)
                + (sharedEvenly() ? "" : "VIOLATION: ")
                + "Each server's share of a backlog: "
                + shares.stream()
                        .map(share -> String.format(Locale.ROOT, "%.0f %%", share * 100))
                        .collect(Collectors.joining(", "))
                + "\n";
    }
}
