package io.hookbridge.console.key;

import io.hookbridge.console.frame.Shell;

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
        HOUR("One hour", Duration.ofHours(1)),
        DAY("One day", Duration.ofDays(1)),
        WEEK("Seven days", Duration.ofDays(7)),
        NONE("Not at all: it may be known to others", Duration.ZERO);

        private final String title;
        private final Duration length;

        Overlap(String title, Duration length) {
            this.title = title;
            this.length = length;
        }

        /** The word in the form. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String title() {
            return title;
        }

        Duration length() {
            return length;
        }

        /** What becomes of the key that begins so. */
        String sentence(String prefix) {
            return switch (this) {
                case HOUR -> "The key %s… works for one more hour.".formatted(prefix);
                case DAY -> "The key %s… works for one more day.".formatted(prefix);
                case WEEK -> "The key %s… works for seven more days.".formatted(prefix);
                case NONE -> "The key %s… works no longer.".formatted(prefix);
            };
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
