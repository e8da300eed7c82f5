package io.hookbridge.delivery.retry;

import io.hookbridge.net.Header;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): whole seconds, or a date in any form. */
public final class RetryAfter {

    /** More than any wait that is granted. */
    private static final int MOST_DIGITS = 9;

    /** RFC 9110, section 5.6.7: the form of today, that of RFC 850, and that of C. */
    private static final DateTimeFormatter PREFERRED = DateTimeFormatter.RFC_1123_DATE_TIME;

    private static final DateTimeFormatter OF_C =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /** The wait that the headers of an answer ask for, from {@code now}; empty for none. */
    public static Optional<Duration> in(List<Header> headers, Instant now) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Retry-After"))
                .findFirst()
                .flatMap(header -> read(header.value().strip(), now));
    }

    private static Optional<Duration> read(String value, Instant now) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    Duration.ofSeconds(
                            value.length() > MOST_DIGITS
                                    ? Integer.MAX_VALUE
                                    : Integer.parseInt(value)));
        }
        return Stream.of(PREFERRED, ofRfc850(now), OF_C)
                .flatMap(form -> date(value, form).stream())
                .findFirst()
                .filter(until -> until.isAfter(now))
                .map(until -> Duration.between(now, until));
    }

    /** A year of two digits is at most 50 years ahead. */
    private static DateTimeFormatter ofRfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).getYear() - 49)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }

    private static Optional<Instant> date(String value, DateTimeFormatter form) {
        try {
            return Optional.of(form.parse(value, Instant::from));
        } catch (DateTimeException notOfThisForm) {
            return Optional.empty();
        }
    }
}
