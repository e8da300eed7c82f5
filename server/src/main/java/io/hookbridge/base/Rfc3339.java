package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times as callers write them: RFC 3339 with every offset and leap second, and four things
 * that clients really send beside it. A time without an offset is meant as UTC; an offset may have
 * no colon; where a {@code +} was not percent-encoded in a query there is a space; and a date alone
 * is its midnight in UTC.
 *
 * <p>Fraction digits after the ninth are left out. A leap second is the first moment after it,
 * because the clocks of computers have no other place for it.
 */
public final class Rfc3339 {

    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
                            + "(?:Z|([+ -])([0-9]{2}):?([0-9]{2}))?)?");

    private static final int LEAP = 60;
    private static final int NANO_DIGITS = 9;
    private static final long DAY = 24 * 60 * 60;

    /** The first and last moment whose year, in UTC, has the four digits that RFC 3339 allows. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Rfc3339() {}

    /**
     * The moment that {@code text} names, in the years 0000 to 9999 of UTC; empty for anything
     * else.
     */
    public static Optional<Instant> parse(String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return moment(form).filter(it -> !it.isBefore(FIRST) && !it.isAfter(LAST));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(Matcher form) {
        LocalDate date = LocalDate.parse(form.group(1));
        if (form.group(2) == null) {
            return Optional.of(date.atStartOfDay(ZoneOffset.UTC).toInstant());
        }
        int second = Integer.parseInt(form.group(3));
        long minute =
                date.atTime(LocalTime.parse(form.group(2))).toEpochSecond(ZoneOffset.UTC)
                        - offsetSeconds(form);
        // Leap seconds come at the end of a day of UTC.
        boolean leap = second == LEAP && Math.floorMod(minute + LEAP, DAY) == 0;
        return second < LEAP || leap
                ? Optional.of(
                        Instant.ofEpochSecond(minute + second, leap ? 0 : nanos(form.group(4))))
                : Optional.empty();
    }

    /** Not ZoneOffset, which ends at 18 hours. */
    private static long offsetSeconds(Matcher form) {
        if (form.group(5) == null) {
            return 0;
        }
        long seconds = LocalTime.parse(form.group(6) + ":" + form.group(7)).toSecondOfDay();
        return form.group(5).equals("-") ? -seconds : seconds;
    }

    private static long nanos(@Nullable String fraction) {
        return fraction == null
                ? 0
                : Long.parseLong((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }
}
