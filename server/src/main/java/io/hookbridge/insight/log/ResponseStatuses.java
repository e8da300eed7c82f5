package io.hookbridge.insight.log;

/**
 * The statuses of answers from one to another, both included, that begin with the same digit.
 *
 * @param lowest 100 to 599
 * @param highest not below {@code lowest}
 */
public record ResponseStatuses(int lowest, int highest) {

    public static final int LOWEST = 100;
    public static final int HIGHEST = 599;

    public ResponseStatuses {
        if (lowest < LOWEST
                || highest > HIGHEST
                || lowest > highest
                || lowest / 100 != highest / 100) {
            throw new IllegalArgumentException(lowest + " to " + highest);
        }
    }

    /** This one alone. */
    public static ResponseStatuses of(int status) {
        return new ResponseStatuses(status, status);
    }

    /**
     * Such as all from 500 to 599.
     *
     * @param digit 1 to 5
     */
    public static ResponseStatuses beginningWith(int digit) {
        return new ResponseStatuses(100 * digit, 100 * digit + 99);
    }

    /** Whether only a delivery can have been answered like that. */
    boolean areSuccesses() {
        return lowest / 100 == 2;
    }
}
