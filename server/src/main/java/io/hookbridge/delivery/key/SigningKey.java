package io.hookbridge.delivery.key;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.delivery.signing.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What may be shown of a signing key at any time.
 *
 * @param hint the last four characters of what the receiver has
 * @param expiresAt when it stops signing because another took its place; null for a key without an
 *     end
 * @param trial the latest; null if there was none
 */
public record SigningKey(
        SigningKeyId id,
        String hint,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Trial trial) {

    /**
     * A trial of the key, see {@link KeyTrials}.
     *
     * @param size how many messages are to be signed with it alone
     * @param endedAt null while it goes on
     * @param refusal the answer that ended it; null if none did
     */
    public record Trial(
            int size, int accepted, @Nullable Instant endedAt, @Nullable Integer refusal) {

        /** No trial has more messages. */
        public static final int LARGEST = 1000;
    }

    /** What may be shown of it, in JSON. */
    public Map<String, Object> view() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id.toString());
        json.put("key_hint", hint);
        json.put("created_at", createdAt);
        if (expiresAt != null) {
            json.put("expires_at", expiresAt);
        }
        return json;
    }

    /** The most keys of an endpoint. */
    public static final int MOST = 2;

    /** A new key with its secret, which is shown this once. */
    public record Issued(SigningKeyId id, SigningSecret secret, Instant createdAt) {

        public String hint() {
            return secret.hint();
        }

        /** The answer to its creation, in JSON. */
        public Map<String, Object> view() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id.toString());
            json.put("signing_secret", secret.forReceiver());
            json.put("key_hint", hint());
            json.put("created_at", createdAt);
            return json;
        }

        /** Adds it to the JSON of the endpoint that it was made for. */
        public void addTo(Map<String, Object> endpoint) {
            endpoint.put("signing_key_id", id.toString());
            endpoint.put("signing_secret", secret.forReceiver());
            endpoint.put("key_hint", hint());
        }
    }

    /**
     * A new key that took the place of the others.
     *
     * @param oldUntil when the one before it stops signing; null if it has already
     */
    public record Rotated(Issued key, @Nullable Instant oldUntil) {}
}
