package io.hookbridge.sdk.inbound;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A request that was refused, or several for the same reason.
 *
 * @param id identifies it; a UUID of version 7
 * @param reasonCode why it was refused; or why it was not stored although it was answered: {@code
 *     handshake_answered} where it was no event, {@code duplicate_differs} where it has the id of
 *     an earlier event and another body. One of {@code endpoint_deleted}, {@code invalid_secret},
 *     {@code static_token_failed}, {@code hmac_failed}, {@code ip_not_allowed}, {@code
 *     payload_too_large}, {@code endpoint_paused}, {@code loop_detected}, {@code invalid_method},
 *     {@code undecided}, {@code handshake_answered}, {@code duplicate_differs}.
 * @param receivedAt when it was received
 * @param inboundEndpointId identifies an endpoint that receives; a UUID of version 7
 * @param reasonDetail what was wrong; {@code null} if absent
 * @param sourceIp the address of its sender
 * @param headersRedacted a JSON object of its headers as text; what may be a secret is masked. It
 *     is {@code null} for several.
 * @param requests for how many requests it stands
 */
public record InboundRejection(
        String id,
        String reasonCode,
        Instant receivedAt,
        String inboundEndpointId,
        @Nullable String reasonDetail,
        String sourceIp,
        @Nullable String headersRedacted,
        long requests) {}
