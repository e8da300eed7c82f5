package io.hookbridge.base;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads whole numbers as callers write them. */
public final class WholeNumber {

    /** ASCII only: Java's own parsing takes the digits of every script. */
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,9}");

    private WholeNumber() {}

    /** The number that {@code text} writes, if it lies between the bounds, both inclusive. */
    public static Optional<Integer> parse(String text, int min, int max) {
        return DIGITS.matcher(text).matches()
                ? of(new BigDecimal(text), min, max)
                : Optional.empty();
    }

    /**
     * The number itself, if it lies between the bounds and has no fraction; {@code 39.0} has none.
     */
    public static Optional<Integer> of(BigDecimal number, int min, int max) {
        // The bounds first: behind them no number has more than ten digits before its point.
        boolean within =
                number.compareTo(BigDecimal.valueOf(min)) >= 0
                        && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        return within && number.stripTrailingZeros().scale() <= 0
                ? Optional.of(number.intValueExact())
                : Optional.empty();
    }
}
