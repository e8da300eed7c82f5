package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A request that was not let in, or several of the same minute for the same reason.
 *
 * @param detail what was wrong, in words; null if the reason says it all, and for several
 * @param source the address of its sender, of several that of the last one
 * @param headers a JSON object, values that may be secrets masked; null for several
 * @param requests for how many it stands
 */
public record Rejection(
        UUID id,
        EnvironmentId environment,
        InboundEndpointId endpoint,
        RejectionReason reason,
        @Nullable String detail,
        Instant receivedAt,
        String source,
        @Nullable String headers,
        int requests) {

    /** The same with a later one of the same endpoint and reason. */
    Rejection and(Rejection later) {
        return new Rejection(
                id,
                environment,
                endpoint,
                reason,
                null,
                later.receivedAt(),
                later.source(),
                null,
                requests + later.requests());
    }

    /** How much memory it takes, in bytes, about. */
    long bytes() {
        return headers == null ? 0 : headers.length();
    }
}
