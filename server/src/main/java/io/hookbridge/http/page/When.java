package io.hookbridge.http.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment as people want to see it: how far from now, and exactly when one asks. The script of the
 * pages goes on counting, and adds the time of the browser's zone.
 *
 * @param now when the page was made
 */
public record When(Instant at, Instant now) {

    private static final Duration FAR = Duration.ofDays(7);
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss.SSS 'UTC'", Locale.ENGLISH);

    /** Such as {@code 3 minutes ago}, {@code in 2 hours} or, from a week on, the day. */
    public String relative() {
        Duration distance = Duration.between(at, now).abs();
        if (distance.compareTo(FAR) >= 0) {
            return Words.day(at);
        }
        String words = distance(distance);
        if (words.isEmpty()) {
            return "now";
        }
        return at.isAfter(now) ? "in " + words : words + " ago";
    }

    /** In whole units, rounded down; empty for less than a second. */
    private static String distance(Duration distance) {
        if (distance.toDays() > 0) {
            return Words.count(distance.toDays(), "day");
        }
        if (distance.toHours() > 0) {
            return Words.count(distance.toHours(), "hour");
        }
        if (distance.toMinutes() > 0) {
            return Words.count(distance.toMinutes(), "minute");
        }
        return distance.toSeconds() > 0 ? Words.count(distance.toSeconds(), "second") : "";
    }

    /** In UTC, to the millisecond. */
    public String exact() {
        return EXACT.format(at.atOffset(ZoneOffset.UTC));
    }

    /** For programs (RFC 3339). */
    public String iso() {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
