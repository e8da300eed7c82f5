package io.hookbridge.insight.log;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.ProjectId;
import io.hookbridge.outbound.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which messages of a project are wanted; null stands for no limit.
 *
 * @param from created then or later
 * @param until created before then
 */
public record LogFilter(
        ProjectId project,
        @Nullable EndpointId endpoint,
        @Nullable MessageStatus status,
        @Nullable Instant from,
        @Nullable Instant until) {}
