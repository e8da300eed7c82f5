package io.hookbridge.sdk.key;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A new key, and all that is ever shown of it.
 *
 * @param keyId identifies a key without revealing it
 * @param projectId the project that the key works in
 * @param key the key itself. It is shown here and never again.
 * @param prefix the first 11 characters of the key, to tell keys apart
 * @param label what people call the key; empty if it has no label
 * @param mode live data or test data; the two never mix
 * @param permissions what the key may do
 * @param createdAt when the key was made
 * @param expiresAt from then on the key does not work; {@code null} if it works until it is deleted
 */
public record CreatedApiKey(
        String keyId,
        String projectId,
        @Secret String key,
        String prefix,
        String label,
        KeyMode mode,
        List<Permission> permissions,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
