package io.hookbridge.inbound.receive;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * Which rejections are wanted; null stands for no limit.
 *
 * @param before only those older than this one
 */
public record RejectionFilter(
        EnvironmentId environment,
        @Nullable InboundEndpointId endpoint,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable UUID before) {}
