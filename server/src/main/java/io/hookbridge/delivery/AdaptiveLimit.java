package io.hookbridge.delivery;

/**
 * How many attempts may run at once to one target: more while they succeed, fewer while they fail,
 * between 1 and {@link #MOST}.
 *
 * <p>The limit doubles for every round of successes until the first failure and grows by one from
 * then on; a round in which something failed halves it (additive increase, multiplicative decrease,
 * as in RFC 5681). It grows only while more work waits than is allowed, so that a quiet target does
 * not earn a limit it never used. Not safe for use by many threads.
 */
final class AdaptiveLimit {

    /** The limit of a target that nothing is known of. */
    static final int START = 16;

    /** The limit of the best target. */
    static final int MOST = 128;

    private int limit = START;
    private int succeededInRound;
    private int finishedSinceDecrease = START;
    private boolean hasFailed;

    /** How many attempts may run at once, 1 to {@link #MOST}. */
    int current() {
        return limit;
    }

    /**
     * Takes note of an attempt that the target kept up with.
     *
     * @param wanted whether more work waits for this target
     */
    void succeeded(boolean wanted) {
        finishedSinceDecrease++;
        succeededInRound++;
        if (succeededInRound >= limit) {
            succeededInRound = 0;
            if (wanted) {
                limit = Math.min(MOST, hasFailed ? limit + 1 : limit * 2);
            }
        }
    }

    /** Takes note of an attempt that timed out, broke, or was answered with "too much" or 5xx. */
    void failed() {
        hasFailed = true;
        succeededInRound = 0;
        finishedSinceDecrease++;
        // Those that were under way together fail together: they count once.
        if (finishedSinceDecrease >= limit) {
            limit = Math.max(1, limit / 2);
            finishedSinceDecrease = 0;
        }
    }
}
