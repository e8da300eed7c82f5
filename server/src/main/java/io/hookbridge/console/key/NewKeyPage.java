package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.AsCurl;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.ApiKeys;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * A key that was just made, with its only copy.
 *
 * @param keys where all keys are
 * @param label the one it was given, or null
 * @param expires when it stops working, in words
 * @param replaced what becomes of the key before, in a sentence, or null
 * @param first lines of a shell that keep the key and make a first call, or null where there is
 *     none without more to say
 */
public record NewKeyPage(
        Shell shell,
        String keys,
        String key,
        @Nullable String label,
        boolean live,
        String permissions,
        String expires,
        @Nullable String replaced,
        @Nullable String first) {

    static NewKeyPage of(
            Shell shell,
            String keys,
            ApiKeys.Created created,
            @Nullable String replaced,
            AsCurl curl,
            Phrases phrases) {
        ApiKey key = created.key();
        Instant end = key.expiresAt();
        String path = firstCall(key.permissions());
        return new NewKeyPage(
                shell,
                keys,
                created.text().value(),
                key.label(),
                key.mode() == Mode.LIVE,
                KeysPage.words(key.permissions(), phrases),
                end == null ? phrases.say("console.never") : phrases.moment(end) + " UTC",
                replaced,
                path == null
                        ? null
                        : "export HOOKBRIDGE_API_KEY=%s%n%s"
                                .formatted(created.text().value(), curl.get(path)));
    }

    /** The path of a call that a key with these permissions can make as it is. */
    private static @Nullable String firstCall(Set<Permission> permissions) {
        if (permissions.contains(Permission.READ)) {
            return "/v1/endpoints";
        }
        if (permissions.contains(Permission.MANAGE)) {
            return "/v1/projects";
        }
        return permissions.contains(Permission.BILLING) ? "/v1/billing/subscription" : null;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "NewKeyPage[label=" + label + "]";
    }
}
