package io.hookbridge.app.config;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.inbound.listen.Places;
import io.hookbridge.retry.RetryPolicy;

import java.time.Duration;
import java.util.List;

/**
 * Where messages may go, and how long they can be seen.
 *
 * @param allowedTargets what deliveries may reach besides public addresses, plain http included
 * @param historyDays how long messages are kept after their creation, payloads apart
 * @param searchDays how many days after its creation a message is found by its payload; 0 if
 *     payloads are not searched
 * @param cold where payloads go that are old
 * @param lagObjective how long a message that is due may wait before its endpoint counts as late
 * @param listeners how many may listen to what is received
 * @param retries what holds for retries where neither endpoint nor project chose
 */
public record MessageConfiguration(
        List<AddressRange> allowedTargets,
        int historyDays,
        int searchDays,
        ColdConfiguration cold,
        Duration lagObjective,
        Places.Limits listeners,
        RetryPolicy retries) {

    static MessageConfiguration read(SettingValues values) {
        return new MessageConfiguration(
                values.ranges(Setting.ALLOWED_TARGETS),
                values.integer(Setting.HISTORY_DAYS, 1, 3650),
                values.integer(Setting.SEARCH_DAYS, 0, 90),
                ColdConfiguration.read(values),
                Duration.ofSeconds(values.integer(Setting.LAG_OBJECTIVE_SECONDS, 1, 86_400)),
                new Places.Limits(
                        values.integer(Setting.LISTENERS_PER_TENANT, 1, 100_000),
                        values.integer(Setting.LISTENERS_PER_ADDRESS, 1, 100_000)),
                RetrySettings.read(values));
    }
}
