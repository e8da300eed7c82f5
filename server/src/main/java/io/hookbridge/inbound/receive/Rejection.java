package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A request that was not let in, or several of the same minute for the same reason.
 *
 * @param detail what was wrong, in words; null if the reason says it all
 * @param source the address of its sender, of several that of the last one
 * @param headers a JSON object, values that may be secrets masked; null for several
 * @param requests for how many it stands
 */
record Rejection(
        UUID id,
        EnvironmentId environment,
        InboundEndpointId endpoint,
        RejectionReason reason,
        @Nullable String detail,
        Instant receivedAt,
        String source,
        @Nullable String headers,
        int requests) {}
