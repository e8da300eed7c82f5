package io.hookbridge.app.config;

import io.hookbridge.retry.DelayWords;
import io.hookbridge.retry.RetriedStatuses;
import io.hookbridge.retry.RetryPolicy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the retry policy of the installation. */
final class RetrySettings {

    private RetrySettings() {}

    /** Where a setting is none, that of {@link RetryPolicy#DEFAULT} and a problem. */
    static RetryPolicy read(SettingValues values) {
        int longest = (int) RetryPolicy.LONGEST_TIMEOUT.toSeconds();
        return RetryPolicy.ofDelays(
                delays(values),
                statuses(values),
                Duration.ofSeconds(values.integer(Setting.DELIVERY_TIMEOUT_SECONDS, 1, longest)));
    }

    private static List<Duration> delays(SettingValues values) {
        Optional<List<Duration>> delays =
                DelayWords.read(values.value(Setting.RETRY_DELAYS).orElseThrow());
        if (delays.isEmpty()) {
            values.problem(
                    "%s must be 1 to %d delays such as 30s,5m,2h,1d, each from 1s to %dd"
                            .formatted(
                                    Setting.RETRY_DELAYS.variable(),
                                    RetryPolicy.MOST_RETRIES,
                                    RetryPolicy.LONGEST_DELAY.toDays()));
        }
        return delays.orElse(RetryPolicy.DEFAULT.delays());
    }

    private static RetriedStatuses statuses(SettingValues values) {
        Optional<RetriedStatuses> statuses =
                RetriedStatuses.of(values.list(Setting.RETRY_STATUSES));
        if (statuses.isEmpty()) {
            values.problem(
                    Setting.RETRY_STATUSES.variable()
                            + " must be statuses from 300 to 599, or hundreds such as 5xx, separated by commas");
        }
        return statuses.orElse(RetryPolicy.DEFAULT.statuses());
    }
}
