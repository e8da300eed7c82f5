package io.hookbridge.delivery.target;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Json;
import io.hookbridge.base.SecretBox;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Headers that callers add to deliveries, and what came with payloads, as they lie in the database:
 * each sealed for its own row, because any of them may be a secret.
 */
public record SealedHeaders(SecretBox box) {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Of an endpoint; null for none. */
    public byte @Nullable [] seal(EndpointId id, Map<String, String> headers) {
        return headers.isEmpty() ? null : seal(headers, purpose(id));
    }

    /** What came with a payload; null for nothing. */
    public byte @Nullable [] sealHead(UUID id, MessageHead head) {
        return switch (head) {
            case MessageHead.Sent(Map<String, String> headers) ->
                    headers.isEmpty() ? null : seal(headers, purposeOfPayload(id));
            case MessageHead.Received received ->
                    box.seal(
                            Json.MAPPER.writeValueAsString(Stored.of(received)),
                            purposeOfPayload(id));
        };
    }

    /**
     * A head that was received as it is written.
     *
     * @param headers names and values, one after the other
     */
    private record Stored(
            List<String> headers,
            @Nullable String query,
            String source,
            boolean verified,
            @Nullable String preset,
            @Nullable String eventType) {

        static Stored of(MessageHead.Received received) {
            List<String> headers = new ArrayList<>(2 * received.headers().size());
            received.headers()
                    .forEach(header -> {
                        headers.add(header.name());
                        headers.add(header.value());
                    });
            return new Stored(
                    headers,
                    received.query(),
                    received.source(),
                    received.verified(),
                    received.preset(),
                    received.eventType());
        }

        MessageHead received() {
            List<Header> lines = new ArrayList<>(headers.size() / 2);
            for (int i = 0; i < headers.size(); i += 2) {
                lines.add(new Header(headers.get(i), headers.get(i + 1)));
            }
            return new MessageHead.Received(
                    List.copyOf(lines), query, source, verified, preset, eventType);
        }
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
        byte[] sealed = row.getBytes("headers_sealed");
        return sealed == null
                ? Map.of()
                : box.open(sealed, purpose(id))
                        .map(json -> read(json, purpose(id)))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the headers of "
                                                + id
                                                + " were sealed with another secret key"));
    }

    /**
     * Of a row of {@code message}; empty if it was sealed with another key.
     *
     * @throws IllegalStateException if it is none
     */
    public Optional<MessageHead> openHead(UUID id, Direction direction, ResultSet row)
            throws SQLException {
        return openHead(id, direction, row.getBytes("head_sealed"));
    }

    /**
     * The same of the column {@code head_sealed} of such a row.
     *
     * @param sealed null if there is nothing in it
     */
    public Optional<MessageHead> openHead(UUID id, Direction direction, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Optional.of(MessageHead.NONE);
        }
        String purpose = purposeOfPayload(id);
        return box.open(sealed, purpose)
                .map(json ->
                        direction == Direction.OUTBOUND
                                ? new MessageHead.Sent(read(json, purpose))
                                : readReceived(json, purpose));
    }

    private static Map<String, String> read(String json, String purpose) {
        try {
            return Json.MAPPER.readValue(json, TEXTS);
        } catch (JacksonException _) {
            throw unreadable(purpose);
        }
    }

    private static MessageHead readReceived(String json, String purpose) {
        try {
            return Json.MAPPER.readValue(json, Stored.class).received();
        } catch (JacksonException _) {
            throw unreadable(purpose);
        }
    }

    /** Without the cause, which quotes what may be a secret. */
    private static IllegalStateException unreadable(String purpose) {
        return new IllegalStateException("the " + purpose + " are not as they were written");
    }

    /** What is moved to another row does not open there. */
    private static String purpose(EndpointId id) {
        return "headers of endpoint " + id;
    }

    private static String purposeOfPayload(UUID id) {
        return "headers of payload " + id;
    }
}
