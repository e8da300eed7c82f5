package io.hookbridge.app.config;

import io.hookbridge.tenant.apikey.KeyText;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that was configured, checked, by areas. What each part means stands with its {@link
 * Setting}.
 *
 * @param inForce every setting, without the values of secrets
 * @param bootstrapApiKey the key of the first tenant
 */
public record Configuration(
        Profile profile,
        List<SettingInForce> inForce,
        Set<Role> roles,
        String logLevel,
        Optional<KeyText> bootstrapApiKey,
        HttpConfiguration http,
        StorageConfiguration storage,
        MessageConfiguration messages,
        TraceConfiguration traces,
        BillingConfiguration billing) {

    /** Names what identifies a start and leaves every secret out. */
    @Override
    public String toString() {
        return "Configuration[%s, %s:%d, billing=%s]"
                .formatted(profile, http.host(), http.port(), billing.provider());
    }
}
