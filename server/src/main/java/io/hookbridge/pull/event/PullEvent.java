package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Something that was received to be fetched, without its payload.
 *
 * @param type null if the endpoint is not told where it stands, or the request has none there
 * @param receivedAt when it was stored; of two events of one endpoint never the same, and later for
 *     the one that could be seen later
 * @param processingMs what its reception took, up to the write
 * @param payloadExpiresAt when it can be fetched no more
 * @param fetchedAt null before somebody was given its payload
 * @param deliveredAt null before it is acknowledged
 * @param deletion null unless it was deleted
 * @param sameBytesAs the first event that its sender signed just so; null unless there is another
 */
public record PullEvent(
        EnvironmentId environment,
        InboundEndpointId endpoint,
        MessageId id,
        EventState state,
        @Nullable String type,
        String contentType,
        int sizeBytes,
        Instant receivedAt,
        int processingMs,
        Instant payloadExpiresAt,
        @Nullable Instant fetchedAt,
        @Nullable Instant deliveredAt,
        @Nullable Deletion deletion,
        @Nullable MessageId sameBytesAs) {

    /**
     * That an event was deleted.
     *
     * @param byKind the {@link io.hookbridge.access.Actor.Kind} in lower case
     */
    public record Deletion(Instant at, String byKind, String byId) {}

    /** The same event when somebody was given its payload for the first time. */
    PullEvent fetched(Instant at) {
        return new PullEvent(
                environment,
                endpoint,
                id,
                EventState.FETCHED,
                type,
                contentType,
                sizeBytes,
                receivedAt,
                processingMs,
                payloadExpiresAt,
                at,
                deliveredAt,
                deletion,
                sameBytesAs);
    }

    /** The day (UTC) by which the payload lies. */
    LocalDate payloadDay() {
        return LocalDate.ofInstant(payloadExpiresAt, ZoneOffset.UTC);
    }

    /** Whether it can be fetched no more because its time is over. */
    boolean isExpired(Instant now) {
        return !payloadExpiresAt.isAfter(now);
    }
}
