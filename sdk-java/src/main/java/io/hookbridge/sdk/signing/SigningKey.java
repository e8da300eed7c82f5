package io.hookbridge.sdk.signing;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A signing key without its secret.
 *
 * @param id identifies a signing key
 * @param keyHint the last four characters of what the receiver has, to tell keys apart
 * @param createdAt when the key was made
 * @param expiresAt when it stops signing, because another took its place; {@code null} for a key
 *     without an end
 */
public record SigningKey(
        String id, String keyHint, Instant createdAt, @Nullable Instant expiresAt) {}
