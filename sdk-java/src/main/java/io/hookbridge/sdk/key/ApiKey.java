package io.hookbridge.sdk.key;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An API key, without the key itself.
 *
 * @param keyId identifies a key without revealing it
 * @param projectId the project that the key works in
 * @param prefix the first 11 characters of the key, to tell keys apart
 * @param label what people call the key; empty if it has no label
 * @param mode live data or test data; the two never mix
 * @param permissions what the key may do
 * @param createdAt when the key was made
 * @param lastUsedAt when the key was last accepted, give or take some seconds; {@code null} if it
 *     never was
 * @param expiresAt from then on the key does not work; {@code null} if it works until it is deleted
 */
public record ApiKey(
        String keyId,
        String projectId,
        String prefix,
        String label,
        KeyMode mode,
        List<Permission> permissions,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt) {}
