package io.hookbridge.console.endpoint;

import io.hookbridge.delivery.key.SigningKey;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a page says of the trial of a new key.
 *
 * @param hint the last characters of its secret
 * @param state how the latest trial goes, or went; null if there was none
 * @param kind the class of that notice
 * @param goesOn whether it is under way
 */
public record KeyTrialView(String hint, @Nullable String state, String kind, boolean goesOn) {

    /**
     * How large a trial may be.
     *
     * @param sendsTestEvent whether its message is a test event, sent at once
     */
    public record Size(int messages, String title, boolean sendsTestEvent) {}

    /** All that can be chosen. */
    static final List<Size> SIZES =
            List.of(
                    new Size(1, "a test event, sent now", true),
                    new Size(20, "the next 20 messages", false),
                    new Size(100, "the next 100 messages", false));

    public List<Size> sizes() {
        return SIZES;
    }

    /**
     * @param keys the newest first
     * @return null unless there are two, of which one can be tried
     */
    static @Nullable KeyTrialView of(List<SigningKey> keys) {
        if (keys.size() < SigningKey.MOST) {
            return null;
        }
        String hint = keys.getFirst().hint();
        SigningKey.Trial trial = keys.getFirst().trial();
        if (trial == null) {
            return new KeyTrialView(hint, null, "", false);
        }
        String counted = trial.accepted() + " of " + trial.size();
        if (trial.endedAt() == null) {
            return new KeyTrialView(
                    hint, "Under way: the receiver has accepted " + counted + ".", "", true);
        }
        if (trial.refusal() != null) {
            return new KeyTrialView(
                    hint,
                    "Refused with %d, after %s: the receiver does not know the new key yet. Both keys sign again, and what was refused goes out once more, with both signatures."
                            .formatted(trial.refusal(), counted),
                    "bad",
                    false);
        }
        return trial.accepted() == trial.size()
                ? new KeyTrialView(
                        hint,
                        "Accepted: "
                                + counted
                                + ". The receiver knows the new key, so the old one can go.",
                        "good",
                        false)
                : new KeyTrialView(hint, "Ended early; accepted: " + counted + ".", "", false);
    }
}
