package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.plan.Interval;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates, times and numbers as a person reads them; in UTC, which the pages say. */
final class Words {

    private static final DateTimeFormatter DAY = format("d MMMM uuuu");
    private static final DateTimeFormatter SHORT_DAY = format("d MMM uuuu");
    private static final DateTimeFormatter DAY_OF_YEAR = format("d MMM");
    private static final DateTimeFormatter TIME = format("HH:mm");
    private static final DateTimeFormatter MONTH = format("MMMM uuuu");

    private Words() {}

    static String day(Instant instant) {
        return DAY.format(instant.atOffset(ZoneOffset.UTC));
    }

    static String time(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    /**
     * Both days, with the year once where it is the same; one day for a period that was over at
     * once.
     */
    static String period(Instant start, Instant end) {
        LocalDate first = LocalDate.ofInstant(start, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(end, ZoneOffset.UTC);
        if (first.equals(last)) {
            return SHORT_DAY.format(last);
        }
        DateTimeFormatter begin = first.getYear() == last.getYear() ? DAY_OF_YEAR : SHORT_DAY;
        return begin.format(first) + " – " + SHORT_DAY.format(last);
    }

    static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** Such as {@code 1 project} or {@code 25 projects}. */
    static String count(long value, String one) {
        return number(value) + " " + one + (value == 1 ? "" : "s");
    }

    static String interval(Interval interval) {
        return switch (interval) {
            case MONTHLY -> "Monthly";
            case ANNUAL -> "Annual";
        };
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
