package io.hookbridge.delivery;

import io.hookbridge.base.Json;
import io.hookbridge.delivery.signing.DeliverySignature;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.message.KeptHeaders;
import io.hookbridge.message.Message;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The headers of an attempt, when it is made and when it is shown; in between only {@link
 * KeptHeaders} are stored.
 */
public final class SentHeaders {

    private static final TypeReference<LinkedHashMap<String, String>> TEXTS =
            new TypeReference<>() {};

    private SentHeaders() {}

    /**
     * All but those about the connection and the length.
     *
     * @param contentType of the payload
     * @param userAgent what the server calls itself
     * @param attemptNo 1 or more
     * @param signature null for none
     * @param signedAt Unix seconds, see {@link #signedAt}
     * @param added by callers
     */
    static List<Header> of(
            String contentType,
            String userAgent,
            String messageId,
            int attemptNo,
            @Nullable DeliverySignature signature,
            long signedAt,
            List<Header> added) {
        List<Header> headers = new ArrayList<>(8 + added.size());
        headers.add(new Header("Content-Type", contentType));
        headers.add(new Header("User-Agent", userAgent));
        headers.add(new Header("X-Webhook-Attempt", Integer.toString(attemptNo)));
        headers.add(new Header("X-Webhook-Id", messageId));
        if (signature != null) {
            headers.addAll(signature.headers(messageId, signedAt));
        }
        headers.addAll(added);
        headers.sort(Header.BY_NAME);
        return headers;
    }

    /** The time that a signature is about, in Unix seconds. */
    static long signedAt(SignatureScheme scheme, Instant createdAt, Instant startedAt) {
        return (scheme.signsTimeOfMessage() ? createdAt : startedAt).getEpochSecond();
    }

    /** See {@link KeptHeaders.Reader}. */
    public static Map<String, String> shown(
            Message message, int attemptNo, Instant startedAt, KeptHeaders kept) {
        byte[] stored = kept.signature();
        DeliverySignature signature = stored == null ? null : DeliverySignature.read(stored);
        Map<String, String> shown = new LinkedHashMap<>();
        of(
                        message.contentType(),
                        kept.userAgent(),
                        message.id().toString(),
                        attemptNo,
                        signature,
                        signature == null
                                ? 0
                                : signedAt(signature.scheme(), message.createdAt(), startedAt),
                        added(kept))
                .forEach(header -> shown.put(header.name(), header.value()));
        return shown;
    }

    private static List<Header> added(KeptHeaders kept) {
        List<Header> added = new ArrayList<>();
        if (kept.added() != null) {
            Json.MAPPER
                    .readValue(kept.added(), TEXTS)
                    .forEach((name, value) -> added.add(new Header(name, value)));
        }
        return added;
    }
}
