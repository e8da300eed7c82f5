package io.hookbridge.delivery.retry;

import io.hookbridge.net.Header;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): whole seconds, or a date. */
public final class RetryAfter {

    /** More than any wait that is granted. */
    private static final int MOST_DIGITS = 9;

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
        try {
            Instant until =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return until.isAfter(now)
                    ? Optional.of(Duration.between(now, until))
                    : Optional.empty();
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
