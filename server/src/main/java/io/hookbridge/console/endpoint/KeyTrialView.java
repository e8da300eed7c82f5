package io.hookbridge.console.endpoint;

import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.http.page.Phrases;

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
    public record Size(int messages, boolean sendsTestEvent) {}

    /** All that can be chosen. */
    static final List<Size> SIZES =
            List.of(new Size(1, true), new Size(20, false), new Size(100, false));

    public List<Size> sizes() {
        return SIZES;
    }

    /**
     * @param keys the newest first
     * @return null unless there are two, of which one can be tried
     */
    static @Nullable KeyTrialView of(List<SigningKey> keys, Phrases phrases) {
        if (keys.size() < SigningKey.MOST) {
            return null;
        }
        String hint = keys.getFirst().hint();
        SigningKey.Trial trial = keys.getFirst().trial();
        if (trial == null) {
            return new KeyTrialView(hint, null, "", false);
        }

        if (trial.endedAt() == null) {
            return new KeyTrialView(
                    hint,
                    phrases.say("endpoint.trial.under_way", trial.accepted(), trial.size()),
                    "",
                    true);
        }
        if (trial.refusal() != null) {
            return new KeyTrialView(
                    hint,
                    phrases.say(
                            "endpoint.trial.refused",
                            trial.refusal().toString(),
                            trial.accepted(),
                            trial.size()),
                    "bad",
                    false);
        }
        return trial.accepted() == trial.size()
                ? new KeyTrialView(
                        hint,
                        phrases.say("endpoint.trial.accepted", trial.accepted(), trial.size()),
                        "good",
                        false)
                : new KeyTrialView(
                        hint,
                        phrases.say("endpoint.trial.ended", trial.accepted(), trial.size()),
                        "",
                        false);
    }
}
