package io.hookbridge.console.key;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The question before a key is replaced by another one like it.
 *
 * @param path where the form goes
 * @param back where all keys are
 * @param key the present one
 * @param alert why it was not replaced, or null
 */
public record RotateKeyPage(
        Shell shell, String path, String back, KeysPage.Row key, @Nullable String alert) {

    /** For how long both keys work. */
    public enum Overlap {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7)),
        NONE(Duration.ZERO);

        private final Duration length;

        Overlap(Duration length) {
            this.length = length;
        }

        /** The word in the form. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Duration length() {
            return length;
        }

        /** What becomes of the key that begins so. */
        String sentence(String prefix, Phrases phrases) {
            return phrases.say("key.replaced." + word(), prefix);
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

    public List<Overlap> overlaps() {
        return List.of(Overlap.values());
    }

    public boolean isUsual(Overlap overlap) {
        return overlap == Overlap.DAY;
    }
}
