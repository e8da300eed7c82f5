package io.hookbridge.sdk.event;

import org.jspecify.annotations.Nullable;

/**
 * How long an event took from one state to the next, in milliseconds; {@code null} for what has not
 * happened.
 *
 * @param ingestProcessingMs what its reception took, up to the write; {@code null} if absent
 * @param timeToFetchMs from its reception until it was fetched; {@code null} if absent
 * @param timeToAckMs from then until it was acknowledged; {@code null} if absent
 * @param totalLifecycleMs from its reception until it was acknowledged; {@code null} if absent
 */
public record PullEventTiming(
        @Nullable Long ingestProcessingMs,
        @Nullable Long timeToFetchMs,
        @Nullable Long timeToAckMs,
        @Nullable Long totalLifecycleMs) {}
