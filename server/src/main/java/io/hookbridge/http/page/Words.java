package io.hookbridge.http.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;

/**
 * Dates, times and numbers as a person reads them in English; in UTC, which the pages say. Pages
 * that speak several languages have them from {@link Phrases}.
 */
public final class Words {

    private Words() {}

    public static String day(Instant instant) {
        return Phrases.ENGLISH.day(instant);
    }

    public static String day(LocalDate day) {
        return Phrases.ENGLISH.day(day);
    }

    /**
     * Both days, with the year once where it is the same; one day for a period that was over at
     * once.
     */
    public static String period(Instant start, Instant end) {
        return Phrases.ENGLISH.period(start, end);
    }

    /** Such as {@code 14:05 UTC}. */
    public static String time(Instant instant) {
        return Phrases.ENGLISH.time(instant);
    }

    public static String moment(Instant instant) {
        return Phrases.ENGLISH.moment(instant);
    }

    /** With its seconds, such as {@code 29 Nov 2026, 14:05:09}. */
    public static String second(Instant instant) {
        return Phrases.ENGLISH.second(instant);
    }

    public static String month(YearMonth month) {
        return Phrases.ENGLISH.month(month);
    }

    public static String number(long value) {
        return Phrases.ENGLISH.number(value);
    }

    /** Rounded up, so that waiting so long is enough: {@code 40 seconds}, {@code 3 minutes}. */
    public static String wait(Duration wait) {
        return Phrases.ENGLISH.wait(wait);
    }

    /** About as long: {@code 245 ms}, {@code 1.2 s}, {@code 40 seconds}, {@code 2 hours}. */
    public static String about(Duration duration) {
        return Phrases.ENGLISH.about(duration);
    }

    /** Such as {@code 3 bytes}, {@code 12 KB} or {@code 1.5 MB}. */
    public static String size(long bytes) {
        return Phrases.ENGLISH.size(bytes);
    }

    /** Such as {@code Endpoint not found.} for {@code endpoint not found}. */
    public static String sentence(String message) {
        return message.substring(0, 1).toUpperCase(Locale.ROOT)
                + message.substring(1)
                + (message.endsWith(".") ? "" : ".");
    }

    /** Such as {@code 1 project} or {@code 25 projects}. */
    public static String count(long value, String one) {
        return number(value) + " " + one + (value == 1 ? "" : "s");
    }
}
