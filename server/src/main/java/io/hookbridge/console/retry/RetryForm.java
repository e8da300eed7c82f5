package io.hookbridge.console.retry;

import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.retry.DelayWords;
import io.hookbridge.retry.RetriedStatuses;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A choice of retries as it stands in a form: what was typed, whether or not it can be read. A
 * field is empty for what is left to others.
 *
 * @param delays before the retries, such as {@code 30s, 5m}
 * @param statuses such as {@code 408, 5xx}
 * @param timeout in seconds
 */
public record RetryForm(String delays, String attempts, String statuses, String timeout) {

    /** Leaves everything to others. */
    public static final RetryForm EMPTY = new RetryForm("", "", "", "");

    public static RetryForm of(Form form) {
        return new RetryForm(
                form.text("delays"),
                form.text("attempts"),
                form.text("statuses"),
                form.text("timeout"));
    }

    public static RetryForm of(RetryChoice choice) {
        return new RetryForm(
                or(choice.delays(), DelayWords::of),
                or(choice.attempts(), String::valueOf),
                or(choice.statuses(), statuses -> String.join(", ", statuses.words())),
                or(choice.timeout(), timeout -> String.valueOf(timeout.toSeconds())));
    }

    private static <T> String or(@Nullable T value, Function<T, String> words) {
        return value == null ? "" : words.apply(value);
    }

    /** Whether it leaves everything to others. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** What the form chooses. */
    public RetryChoice choice(Phrases phrases) throws MistakeException {
        int chosen =
                Form.whole(
                        attempts,
                        phrases.say("endpoint.retry.attempts_of"),
                        1,
                        RetryPolicy.MOST_RETRIES + 1,
                        0,
                        phrases);
        int longest = (int) RetryPolicy.LONGEST_TIMEOUT.toSeconds();
        int seconds =
                Form.whole(
                        timeout, phrases.say("endpoint.retry.timeout_of"), 1, longest, 0, phrases);
        return new RetryChoice(
                readDelays(phrases),
                chosen == 0 ? null : Integer.valueOf(chosen),
                readStatuses(phrases),
                seconds == 0 ? null : Duration.ofSeconds(seconds));
    }

    private @Nullable List<Duration> readDelays(Phrases phrases) throws MistakeException {
        return delays.isEmpty()
                ? null
                : DelayWords.read(delays)
                        .orElseThrow(() ->
                                new MistakeException(
                                        phrases.say("endpoint.retry.delays.unreadable")));
    }

    private @Nullable RetriedStatuses readStatuses(Phrases phrases) throws MistakeException {
        return statuses.isEmpty()
                ? null
                : RetriedStatuses.of(List.of(statuses.split("\\s*,\\s*", -1)))
                        .orElseThrow(() ->
                                new MistakeException(
                                        phrases.say("endpoint.retry.statuses.unreadable")));
    }
}
