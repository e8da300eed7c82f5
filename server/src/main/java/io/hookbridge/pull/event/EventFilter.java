package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * Which events of an endpoint are wanted; null stands for no limit.
 *
 * @param states not empty
 * @param type exactly this one
 * @param since received then or later
 * @param before received before then
 * @param fetchedBefore of those that were fetched, only what was fetched before then
 * @param deliveredBefore of those that were acknowledged, only what was acknowledged before then
 */
public record EventFilter(
        EnvironmentId environment,
        InboundEndpointId endpoint,
        Set<EventState> states,
        @Nullable String type,
        @Nullable Instant since,
        @Nullable Instant before,
        @Nullable Instant fetchedBefore,
        @Nullable Instant deliveredBefore) {}
