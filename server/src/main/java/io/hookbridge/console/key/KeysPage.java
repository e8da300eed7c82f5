package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.tenant.apikey.ApiKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API keys of a project in a mode.
 *
 * @param path of this page
 * @param project the name of the project
 * @param manages whether the visitor may make and delete keys
 */
public record KeysPage(Shell shell, String path, String project, boolean manages, List<Row> keys) {

    /**
     * A key in the list.
     *
     * @param lastUsed null if never
     * @param expires when it stops working, or did; null if never
     */
    public record Row(
            String id,
            String label,
            String prefix,
            boolean live,
            String permissions,
            When created,
            @Nullable When lastUsed,
            @Nullable When expires,
            boolean expired) {

        static Row of(ApiKey key, Instant now, Phrases phrases) {
            return new Row(
                    key.id().toString(),
                    key.label() == null ? phrases.say("key.unnamed") : key.label(),
                    key.prefix(),
                    key.mode() == Mode.LIVE,
                    words(key.permissions(), phrases),
                    new When(key.createdAt(), now),
                    when(key.lastUsedAt(), now),
                    when(key.expiresAt(), now),
                    key.hasExpired(now));
        }

        private static @Nullable When when(@Nullable Instant at, Instant now) {
            return at == null ? null : new When(at, now);
        }
    }

    /** The name of a permission's box. */
    static String field(Permission permission) {
        return "permission_" + permission.word();
    }

    static String words(Set<Permission> permissions, Phrases phrases) {
        return permissions.size() == Permission.values().length
                ? phrases.say("key.permissions.all")
                : permissions.stream()
                        .sorted()
                        .map(permission -> title(permission, phrases))
                        .collect(Collectors.joining(", "));
    }

    static String title(Permission permission, Phrases phrases) {
        return phrases.say("key.permission." + permission.word());
    }
}
