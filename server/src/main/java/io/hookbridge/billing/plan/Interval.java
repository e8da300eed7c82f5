package io.hookbridge.billing.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How often a plan is paid. */
public enum Interval {
    MONTHLY,
    ANNUAL;

    /** The word used in SQL, JSON and configuration: {@code monthly} or {@code annual}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As a person reads it, such as {@code Monthly}. */
    public String title() {
        return switch (this) {
            case MONTHLY -> "Monthly";
            case ANNUAL -> "Annual";
        };
    }

    public static Optional<Interval> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
