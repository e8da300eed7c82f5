package io.hookbridge.delivery;

import java.time.Duration;

/**
 * How many attempts may run at once to one target: more while they succeed, fewer while they fail,
 * between 1 and {@link #MOST}.
 *
 * <p>The limit doubles for every round of successes until the first failure and grows by one from
 * then on; a round in which something failed halves it (additive increase, multiplicative decrease,
 * as in RFC 5681). It grows only while more work waits than is allowed, so that a quiet target does
 * not earn a limit it never used.
 *
 * <p>What has begun holds its place until the target has answered, whoever else wants it. So limit
 * times mean latency stays below {@link #MOST_HELD}: beyond {@link #START} a slow target gets no
 * more, and one that becomes slow less. The mean latency of a round is what Little's law says: the
 * time that all attempts were under way, added up, for each that ended.
 *
 * <p>Not safe for use by many threads.
 */
final class AdaptiveLimit {

    /** The limit of a target that nothing is known of. */
    static final int START = 16;

    /** The limit of the best target. */
    static final int MOST = 128;

    /**
     * What one target may hold of the future: {@link #MOST} attempts that are answered within a
     * second, or half as many in two.
     */
    static final Duration MOST_HELD = Duration.ofSeconds(MOST);

    private int limit = START;
    private int running;
    private int succeededInRound;
    private int finishedSinceDecrease = START;
    private boolean hasFailed;

    /** The time that attempts were under way in this round, added up, until {@link #seenAt}. */
    private long heldNanos;

    private long seenAt;

    /** How many attempts may run at once, 1 to {@link #MOST}. */
    int current() {
        return limit;
    }

    /** How many do. */
    int running() {
        return running;
    }

    /**
     * Takes note of an attempt that begins.
     *
     * @param now as a ticker tells it
     */
    void began(long now) {
        see(now);
        running++;
    }

    /** Takes note of an attempt that did not begin after all. */
    void notMade(long now) {
        see(now);
        running--;
    }

    /**
     * Takes note of an attempt that the target kept up with.
     *
     * @param wanted whether more work waits for this target
     */
    void succeeded(boolean wanted, long now) {
        see(now);
        running--;
        finishedSinceDecrease++;
        succeededInRound++;
        if (succeededInRound >= limit) {
            int most = mostAt(heldNanos / succeededInRound);
            if (wanted) {
                limit = hasFailed ? limit + 1 : limit * 2;
            }
            limit = Math.min(limit, most);
            beginRound();
        }
    }

    /** Takes note of an attempt that timed out, broke, or was answered with "too much" or 5xx. */
    void failed(long now) {
        see(now);
        running--;
        hasFailed = true;
        finishedSinceDecrease++;
        beginRound();
        // Those that were under way together fail together: they count once.
        if (finishedSinceDecrease >= limit) {
            limit = Math.max(1, limit / 2);
            finishedSinceDecrease = 0;
        }
    }

    private void see(long now) {
        heldNanos += running * (now - seenAt);
        seenAt = now;
    }

    private void beginRound() {
        succeededInRound = 0;
        heldNanos = 0;
    }

    private static int mostAt(long latencyNanos) {
        return Math.clamp(MOST_HELD.toNanos() / Math.max(1, latencyNanos), START, MOST);
    }
}
