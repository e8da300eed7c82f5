package io.hookbridge.base;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How long tests wait. No test says how fast something has to be, since that depends on what else
 * the machine does: it waits for what is certain to come, and checks what came and in which order.
 */
public final class Patience {

    /**
     * For what is certain to come: only ends a test that would wait for ever, so it is far more
     * than the busiest machine needs.
     */
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** As good as never: a time-out or delay that must not be what ends a wait. */
    public static final Duration NEVER = Duration.ofMinutes(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private Patience() {}

    /** Returns when the month in UTC has longer to go than {@link #LONGEST}: mostly at once. */
    public static void untilTheMonthIsSteady() {
        Instant next =
                YearMonth.now(ZoneOffset.UTC)
                        .plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        if (Duration.between(Instant.now(), next).compareTo(LONGEST) <= 0) {
            while (Instant.now().isBefore(next)) {
                LockSupport.parkNanos(LONGEST_PAUSE.toNanos());
            }
        }
    }

    /** {@link #LONGEST} as sockets take it. */
    public static int millis() {
        return Math.toIntExact(LONGEST.toMillis());
    }

    /**
     * Returns as soon as {@code condition} holds; for what cannot tell us that it has happened.
     *
     * @param what the condition in words, for the failure
     * @throws AssertionError if it does not hold within {@link #LONGEST}
     */
    public static void until(String what, BooleanSupplier condition) {
        var _ = until(what, condition::getAsBoolean, holds -> holds);
    }

    /**
     * The answer, as soon as it is as {@code wanted}; for what gives no signal.
     *
     * @param what is asked for, for the failure
     * @throws AssertionError with the last answer, if none is as wanted within {@link #LONGEST}
     */
    public static <T> T until(String what, Supplier<T> ask, Predicate<T> wanted) {
        long begin = System.nanoTime();
        while (true) {
            T answer = ask.get();
            if (wanted.test(answer)) {
                return answer;
            }
            long waited = System.nanoTime() - begin;
            if (waited > LONGEST.toNanos()) {
                throw new AssertionError(
                        "not within %s: %s; it is %s".formatted(LONGEST, what, answer));
            }
            // A look may take as much of a processor as what is waited for.
            LockSupport.parkNanos(
                    Math.clamp(waited / 16, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos()));
        }
    }
}
