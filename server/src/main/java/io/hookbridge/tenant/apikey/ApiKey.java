package io.hookbridge.tenant.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is kept of an API key; not the key itself.
 *
 * @param environment all that the key reaches
 * @param prefix the first 11 characters of the key
 * @param lastUsedAt when the key last authenticated a request, within some seconds; null if never
 * @param expiresAt from then on the key does not work; null for a key that works until it is
 *     deleted
 */
public record ApiKey(
        ApiKeyId id,
        Environment environment,
        String prefix,
        @Nullable String label,
        Set<Permission> permissions,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt) {

    /** The label of the key that a first start makes. */
    public static final String FIRST = "First key";

    /** The most characters of a label. */
    public static final int MAX_LABEL = 255;

    /** The most keys of one environment; of those that have expired, the first make room. */
    public static final int MAX_PER_ENVIRONMENT = 1000;

    /** Whether its time is over. */
    public boolean hasExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    public Mode mode() {
        return environment.mode();
    }

    /**
     * The members of a key in JSON. {@code label} is always there and always text, because SDKs
     * read it so.
     *
     * @param key the secret itself, only in the answer to its creation
     */
    record View(
            String keyId,
            String projectId,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
            String prefix,
            String label,
            String mode,
            List<String> permissions,
            Instant createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant lastUsedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt) {}

    View view(@Nullable KeyText key) {
        return new View(
                id.toString(),
                environment.project().toString(),
                key == null ? null : key.value(),
                prefix,
                label == null ? "" : label,
                mode().word(),
                permissions.stream().sorted().map(Permission::word).toList(),
                createdAt,
                lastUsedAt,
                expiresAt);
    }
}
