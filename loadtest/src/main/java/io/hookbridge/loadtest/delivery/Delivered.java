package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Usage;

import java.time.Duration;

/**
 * A load of messages, what came of it, and what it took.
 *
 * @param accept the requests that sent the messages
 * @param messages that were accepted in the stretch that counts
 * @param latencies of those that were due in it
 * @param duplicates deliveries of a message that had been delivered, warm-up included
 * @param lost accepted messages that never arrived, warm-up included
 * @param unsigned deliveries without a signature
 * @param drained from the last answer until the last message had arrived
 * @param recorded from the last answer until every result was written in the database
 * @param usage of the stretch that counts
 * @param receiverCpu the receiver's part of {@link Usage#generatorCpu}
 * @param database the same for PostgreSQL's counters
 */
public record Delivered(
        String name,
        LoadResult accept,
        long messages,
        Trace.Latencies latencies,
        long duplicates,
        long lost,
        long unsigned,
        Backlog.Course backlog,
        Duration drained,
        Duration recorded,
        Usage usage,
        Duration receiverCpu,
        DatabaseMeter.Use database) {

    private static final double ACCEPTED_SHARE = 0.99;

    /** How much the backlog may grow, as a share of what was sent. */
    private static final double GROWTH_SHARE = 0.01;

    /**
     * Whether the server could have gone on like this: nothing refused or lost, at least 99 % of
     * the rate accepted, and the backlog not growing by more than 1 % of what was sent.
     */
    public boolean sustained() {
        return !hasErrors()
                && accept.achieved() >= ACCEPTED_SHARE * accept.offered()
                && backlog.growth() <= GROWTH_SHARE * messages;
    }

    public boolean hasErrors() {
        return accept.errorCount() > 0 || lost > 0 || unsigned > 0;
    }

    /** Whether it was sent at a rate, and not as fast as it was accepted. */
    boolean isPaced() {
        return accept.lateness().getTotalCount() > 0;
    }

    double offeredPerSecond() {
        return accept.offered() * perRequest();
    }

    public double acceptedPerSecond() {
        return accept.achieved() * perRequest();
    }

    private double perRequest() {
        return accept.answered() == 0 ? 1 : (double) messages / accept.answered();
    }

    /** One line about it. */
    public void tell(Rig rig) {
        rig.say(
                "  accepted %,.0f/s, accepted-to-received p99 %.1f ms, backlog grew by %,.0f%s",
                acceptedPerSecond(), p99(), backlog.growth(), sustained() ? "" : ": too much");
    }

    /** The p99 from the accepted request to the arrival, in milliseconds. */
    public double p99() {
        return latencies.fromAccepted().getValueAtPercentile(99) / 1_000.0;
    }
}
