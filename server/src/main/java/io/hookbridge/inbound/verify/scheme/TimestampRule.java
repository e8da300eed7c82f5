package io.hookbridge.inbound.verify.scheme;

import io.hookbridge.base.Rfc3339;
import io.hookbridge.inbound.verify.request.Source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a request was sent, and how far that may be from when it came.
 *
 * @param tolerance before and after; empty if the provider sends old events with their old time
 */
public record TimestampRule(Source source, Unit unit, Optional<Duration> tolerance) {

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,30}");

    /** How a moment is written. */
    public enum Unit {
        /** Unix seconds. */
        S,
        /** Unix milliseconds. */
        MS,
        RFC3339;

        /** The word for it in presets. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As a sender writes it. */
        String write(Instant moment) {
            return switch (this) {
                case S -> Long.toString(moment.getEpochSecond());
                case MS -> Long.toString(moment.toEpochMilli());
                case RFC3339 -> moment.truncatedTo(ChronoUnit.SECONDS).toString();
            };
        }
    }

    /** What is wrong with the moment that {@code text} writes; empty if nothing. */
    Optional<Flaw> flaw(String text, Instant receivedAt) {
        if (tolerance.isEmpty()) {
            return Optional.empty();
        }
        boolean isWritten =
                unit == Unit.RFC3339
                        ? Rfc3339.parse(text).isPresent()
                        : DIGITS.matcher(text).matches();
        if (!isWritten) {
            return Optional.of(Flaw.UNREADABLE_TIMESTAMP);
        }
        // The sender's clock had a fraction of a second, too, which it left out.
        Instant received = unit == Unit.S ? receivedAt.truncatedTo(ChronoUnit.SECONDS) : receivedAt;
        return moment(text)
                        .filter(sent ->
                                Duration.between(sent, received)
                                                .abs()
                                                .compareTo(tolerance.orElseThrow())
                                        <= 0)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Flaw.STALE_TIMESTAMP);
    }

    /** Empty for a number that is no moment at all, and so far from every other one. */
    private Optional<Instant> moment(String text) {
        try {
            return switch (unit) {
                case S -> Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
                case MS -> Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
                case RFC3339 -> Rfc3339.parse(text);
            };
        } catch (NumberFormatException | DateTimeException tooFar) {
            return Optional.empty();
        }
    }
}
