package io.hookbridge.delivery.target;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Headers that callers add to deliveries, as they lie in the database: each sealed for its own row,
 * because any of them may be a secret.
 */
public record SealedHeaders(SecretBox box) {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Of an endpoint; null for none. */
    public byte @Nullable [] seal(EndpointId id, Map<String, String> headers) {
        return headers.isEmpty() ? null : sealJson(id, Json.MAPPER.writeValueAsString(headers));
    }

    /** Of a message; null for none. */
    public byte @Nullable [] seal(MessageId id, Map<String, String> headers) {
        return headers.isEmpty() ? null : sealJson(id, Json.MAPPER.writeValueAsString(headers));
    }

    /** Of an endpoint, as a JSON object. */
    public byte[] sealJson(EndpointId id, String headers) {
        return box.seal(headers, purpose(id));
    }

    /** Of a message, as a JSON object. */
    public byte[] sealJson(MessageId id, String headers) {
        return box.seal(headers, purpose(id));
    }

    /**
     * Of a row of {@code endpoint}.
     *
     * @throws IllegalStateException if they were sealed with another key
     */
    public Map<String, String> open(EndpointId id, ResultSet row) throws SQLException {
        return open(row, purpose(id))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the headers of " + id + " were sealed with another secret key"));
    }

    /** Of a row of {@code payload}; empty if they were sealed with another key. */
    public Optional<Map<String, String>> open(MessageId id, ResultSet row) throws SQLException {
        return open(row, purpose(id));
    }

    private Optional<Map<String, String>> open(ResultSet row, String purpose) throws SQLException {
        String unsealed = row.getString("headers");
        if (unsealed != null && !unsealed.equals("{}")) {
            // Not sealed yet, or written by an older server since.
            return Optional.of(read(unsealed));
        }
        byte[] sealed = row.getBytes("headers_sealed");
        return sealed == null
                ? Optional.of(Map.of())
                : box.open(sealed, purpose).map(SealedHeaders::read);
    }

    private static Map<String, String> read(String json) {
        return Json.MAPPER.readValue(json, TEXTS);
    }

    /** What is moved to another row does not open there. */
    private static String purpose(EndpointId id) {
        return "headers of endpoint " + id;
    }

    private static String purpose(MessageId id) {
        return "headers of message " + id;
    }
}
