package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.SecretBox;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;

import java.util.List;

/** The secrets of endpoints that receive, as they lie in the database: each for its own row. */
record SealedInbound(SecretBox box) {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    byte[] token(InboundEndpointId id, String token) {
        return box.seal(token, tokenPurpose(id));
    }

    /**
     * @throws IllegalStateException if it was sealed with another key
     */
    String openToken(InboundEndpointId id, byte[] sealed) {
        return box.open(sealed, tokenPurpose(id)).orElseThrow(() -> otherKey(id));
    }

    /** Null for none. */
    byte @Nullable [] secrets(InboundEndpointId id, List<String> secrets) {
        return secrets.isEmpty()
                ? null
                : box.seal(Json.MAPPER.writeValueAsString(secrets), secretsPurpose(id));
    }

    /**
     * @throws IllegalStateException if they were sealed with another key
     */
    List<String> openSecrets(InboundEndpointId id, byte @Nullable [] sealed) {
        return sealed == null
                ? List.of()
                : List.copyOf(
                        Json.MAPPER.readValue(
                                box.open(sealed, secretsPurpose(id))
                                        .orElseThrow(() -> otherKey(id)),
                                TEXTS));
    }

    /** Null for none. */
    byte @Nullable [] verifyToken(InboundEndpointId id, @Nullable String token) {
        return token == null ? null : box.seal(token, verifyTokenPurpose(id));
    }

    /**
     * Null for none.
     *
     * @throws IllegalStateException if it was sealed with another key
     */
    @Nullable String openVerifyToken(InboundEndpointId id, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : box.open(sealed, verifyTokenPurpose(id)).orElseThrow(() -> otherKey(id));
    }

    private static IllegalStateException otherKey(InboundEndpointId id) {
        return new IllegalStateException(
                "the secrets of the inbound endpoint "
                        + id
                        + " were sealed with another secret key");
    }

    private static String tokenPurpose(InboundEndpointId id) {
        return "ingest token of " + id;
    }

    private static String secretsPurpose(InboundEndpointId id) {
        return "verification secrets of " + id;
    }

    private static String verifyTokenPurpose(InboundEndpointId id) {
        return "verify token of " + id;
    }
}
