package io.hookbridge.delivery.target;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.SecretBox;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Headers that callers add to deliveries, as they lie in the database: each sealed for its own row,
 * because any of them may be a secret.
 */
public record SealedHeaders(SecretBox box) {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Of an endpoint; null for none. */
    public byte @Nullable [] seal(EndpointId id, Map<String, String> headers) {
        return headers.isEmpty() ? null : seal(headers, purpose(id));
    }

    /** Of a payload; null for none. */
    public byte @Nullable [] sealOfPayload(UUID id, Map<String, String> headers) {
        return headers.isEmpty() ? null : seal(headers, purposeOfPayload(id));
    }

    private byte[] seal(Map<String, String> headers, String purpose) {
        return box.seal(Json.MAPPER.writeValueAsString(headers), purpose);
    }

    /**
     * Of a row of {@code endpoint}.
     *
     * @throws IllegalStateException if they were sealed with another key, or are none
     */
    public Map<String, String> open(EndpointId id, ResultSet row) throws SQLException {
        return open(row, purpose(id))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the headers of " + id + " were sealed with another secret key"));
    }

    /**
     * Of a row of {@code payload}; empty if they were sealed with another key.
     *
     * @throws IllegalStateException if they are none
     */
    public Optional<Map<String, String>> openOfPayload(UUID id, ResultSet row) throws SQLException {
        return open(row, purposeOfPayload(id));
    }

    private Optional<Map<String, String>> open(ResultSet row, String purpose) throws SQLException {
        byte[] sealed = row.getBytes("headers_sealed");
        return sealed == null
                ? Optional.of(Map.of())
                : box.open(sealed, purpose).map(json -> read(json, purpose));
    }

    private static Map<String, String> read(String json, String purpose) {
        try {
            return Json.MAPPER.readValue(json, TEXTS);
        } catch (JacksonException _) {
            // It quotes what may be a secret.
            throw new IllegalStateException("the " + purpose + " are no JSON object of texts");
        }
    }

    /** What is moved to another row does not open there. */
    private static String purpose(EndpointId id) {
        return "headers of endpoint " + id;
    }

    private static String purposeOfPayload(UUID id) {
        return "headers of payload " + id;
    }
}
