package io.hookbridge.console.frame;

/** The upper end of a chart's axis. */
public final class Scale {

    private static final long LEAST = 10;

    private Scale() {}

    /** The next even number with one digit that counts, not below {@code most}; at least 10. */
    public static long above(long most) {
        long step = 1;
        while (step * 10 < most) {
            step *= 10;
        }
        for (long top : new long[] {2 * step, 4 * step, 6 * step, 8 * step}) {
            if (top >= most && top >= LEAST) {
                return top;
            }
        }
        return Math.max(LEAST, 10 * step);
    }
}
