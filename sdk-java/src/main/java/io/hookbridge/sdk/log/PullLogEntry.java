package io.hookbridge.sdk.log;

import io.hookbridge.sdk.event.PullEventStatus;
import io.hookbridge.sdk.event.PullEventTiming;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of an event so far. A member that says nothing yet is absent.
 *
 * @param eventId identifies an event; a UUID of version 7
 * @param pullEndpointId identifies a pull endpoint
 * @param endpointName the name of its endpoint as it is now; {@code null} if absent
 * @param eventType its type, if it is known; {@code null} if absent
 * @param status how far an event has come
 * @param sizeBytes the length of its payload
 * @param receivedAt when it was received
 * @param fetchedAt when somebody was first given its payload; {@code null} if absent
 * @param deliveredAt when it was acknowledged; {@code null} if absent
 * @param timing how long an event took from one state to the next, in milliseconds; {@code null}
 *     for what has not happened
 * @param deletedAt when it was deleted; {@code null} if absent
 * @param sameBytesAs the first of those that their sender signed just as this one, although it
 *     calls them others; {@code null} if there is none. Somebody may have sent one again who could
 *     change its id and nothing else.
 */
public record PullLogEntry(
        String eventId,
        String pullEndpointId,
        @Nullable String endpointName,
        @Nullable String eventType,
        PullEventStatus status,
        long sizeBytes,
        Instant receivedAt,
        @Nullable Instant fetchedAt,
        @Nullable Instant deliveredAt,
        PullEventTiming timing,
        @Nullable Instant deletedAt,
        @Nullable String sameBytesAs) {}
