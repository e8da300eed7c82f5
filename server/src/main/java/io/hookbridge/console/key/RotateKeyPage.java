package io.hookbridge.console.key;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.apikey.ApiKey;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The question before a key is replaced by another one like it.
 *
 * @param path where the form goes
 * @param back where all keys are
 * @param key the present one
 * @param overlaps for how long it may go on
 * @param alert why it was not replaced, or null
 */
public record RotateKeyPage(
        Shell shell,
        String path,
        String back,
        KeysPage.Row key,
        List<Choice> overlaps,
        @Nullable String alert) {

    /** For how long both keys work, unless the present one expires before. */
    public enum Overlap {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        /** For as long as the present one would have, which is less than the longest. */
        END(Duration.ofDays(7)),
        NONE(Duration.ZERO);

        private final Duration length;

        Overlap(Duration length) {
            this.length = length;
        }

        /** The word in the form. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Duration length() {
            return length;
        }

        static Overlap of(String word) {
            for (Overlap overlap : values()) {
                if (overlap.word().equals(word)) {
                    return overlap;
                }
            }
            return DAY;
        }
    }

    /**
     * One of them to choose.
     *
     * @param usual whether it is chosen at first
     */
    public record Choice(String word, String title, boolean usual) {}

    /** What can be chosen for a key: nothing that goes on after the key has expired. */
    static List<Choice> choices(ApiKey key, Instant now, Phrases phrases) {
        Instant end = key.expiresAt();
        List<Overlap> overlaps =
                Stream.of(Overlap.values())
                        .filter(overlap ->
                                overlap == Overlap.END
                                        ? isEnding(end, now)
                                        : end == null || !now.plus(overlap.length()).isAfter(end))
                        .toList();
        Overlap usual = overlaps.contains(Overlap.DAY) ? Overlap.DAY : Overlap.END;
        return Stream.concat(overlaps.stream(), Stream.of(Overlap.NONE))
                .distinct()
                .map(overlap ->
                        new Choice(
                                overlap.word(),
                                overlap == Overlap.END && end != null
                                        ? phrases.say("key.overlap.end", phrases.moment(end))
                                        : phrases.say("key.overlap." + overlap.word()),
                                overlap == (overlaps.contains(usual) ? usual : Overlap.NONE)))
                .toList();
    }

    private static boolean isEnding(@Nullable Instant end, Instant now) {
        return end != null && now.isBefore(end) && end.isBefore(now.plus(Overlap.END.length()));
    }
}
