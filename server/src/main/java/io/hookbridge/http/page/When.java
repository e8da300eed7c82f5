package io.hookbridge.http.page;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment as people want to see it: how far from now, and exactly when one asks. The script of the
 * pages goes on counting, and adds the time of the browser's zone.
 *
 * @param now when the page was made
 */
public record When(Instant at, Instant now) {

    private static final Duration FAR = Duration.ofDays(7);

    /**
     * Such as {@code 3 minutes ago}, {@code in 2 hours} or, from a week on, the day; in whole
     * units, rounded down.
     */
    public String relative(Phrases phrases) {
        Duration distance = Duration.between(at, now).abs();
        if (distance.compareTo(FAR) >= 0) {
            return phrases.day(at);
        }
        if (distance.toSeconds() == 0) {
            return phrases.say("console.now");
        }
        if (distance.toMinutes() == 0) {
            return words("seconds", distance.toSeconds(), phrases);
        }
        if (distance.toHours() == 0) {
            return words("minutes", distance.toMinutes(), phrases);
        }
        return distance.toDays() == 0
                ? words("hours", distance.toHours(), phrases)
                : words("days", distance.toDays(), phrases);
    }

    private String words(String units, long count, Phrases phrases) {
        return at.isAfter(now)
                ? phrases.say("console.in." + units, count)
                : phrases.say("console.ago." + units, count);
    }

    /** In UTC, to the millisecond. */
    public String exact(Phrases phrases) {
        return phrases.exact(at);
    }

    /** For programs (RFC 3339). */
    public String iso() {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
