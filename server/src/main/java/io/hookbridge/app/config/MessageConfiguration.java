package io.hookbridge.app.config;

import io.hookbridge.base.ip.AddressRange;

import java.util.List;

/**
 * Where messages may go, and how long they can be seen.
 *
 * @param allowedTargets what deliveries may reach besides public addresses, plain http included
 * @param historyDays how long messages are kept after their creation, payloads apart
 */
public record MessageConfiguration(List<AddressRange> allowedTargets, int historyDays) {

    static MessageConfiguration read(SettingValues values) {
        return new MessageConfiguration(
                values.ranges(Setting.ALLOWED_TARGETS),
                values.integer(Setting.HISTORY_DAYS, 1, 3650));
    }
}
