package io.hookbridge.inbound.receive;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A request that was not let in, on its way into the list of rejections. What of it may be shown is
 * worked out when it gets there, since most get no row of their own.
 *
 * @param detail what was wrong, in words; null if the reason says it all
 * @param source the address of its sender
 * @param headers as they came
 * @param query the same; null if there was none
 */
record RejectedRequest(
        InboundGate gate,
        RejectionReason reason,
        @Nullable String detail,
        Instant receivedAt,
        String source,
        List<Header> headers,
        @Nullable String query) {

    static RejectedRequest of(
            InboundGate gate, RejectionReason reason, @Nullable String detail, Incoming request) {
        return new RejectedRequest(
                gate,
                reason,
                detail,
                request.receivedAt(),
                request.source().toString(),
                request.headers(),
                request.query());
    }

    InboundEndpointId endpoint() {
        return gate.endpoint().id();
    }

    /** How much memory it takes, in bytes, about. */
    long bytes() {
        long bytes = query == null ? 0 : query.length();
        for (Header header : headers) {
            bytes += header.name().length() + header.value().length();
        }
        return bytes;
    }

    /** With what may be shown of it. */
    Rejection shown(UUID id) {
        return rejection(id, detail, MaskedRequest.shown(headers, query, gate));
    }

    /** As one of several. */
    Rejection counted(UUID id) {
        return rejection(id, null, null);
    }

    private Rejection rejection(UUID id, @Nullable String why, @Nullable String shown) {
        return new Rejection(
                id, gate.environment().id(), endpoint(), reason, why, receivedAt, source, shown, 1);
    }

    /** Leaves the headers and the query out, which may prove who the sender is. */
    @Override
    public String toString() {
        return "RejectedRequest " + reason + " of " + endpoint();
    }
}
