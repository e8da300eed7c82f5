package io.hookbridge.pull.log;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.base.MessageId;
import io.hookbridge.pull.event.EventView;
import io.hookbridge.pull.event.PullEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of one event so far, as callers see it. Members that say nothing yet are left out of
 * the JSON.
 *
 * @param endpointName null if the endpoint has none
 * @param eventType null if it is not known
 * @param fetchedAt null before somebody was given its payload
 * @param deliveredAt null before it is acknowledged
 * @param deletedAt null unless it was deleted
 * @param sameBytesAs the first event that its sender signed just so; null unless there is another
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PullLogEntry(
        String eventId,
        String pullEndpointId,
        @Nullable String endpointName,
        @Nullable String eventType,
        String status,
        int sizeBytes,
        Instant receivedAt,
        @Nullable Instant fetchedAt,
        @Nullable Instant deliveredAt,
        EventView.Timing timing,
        @Nullable Instant deletedAt,
        @Nullable String sameBytesAs) {

    /**
     * @param endpointName of its endpoint; empty for none
     */
    static PullLogEntry of(PullEvent event, String endpointName) {
        PullEvent.Deletion deletion = event.deletion();
        MessageId sameBytesAs = event.sameBytesAs();
        return new PullLogEntry(
                event.id().toString(),
                event.endpoint().toString(),
                endpointName.isEmpty() ? null : endpointName,
                event.type(),
                event.state().word(),
                event.sizeBytes(),
                event.receivedAt(),
                event.fetchedAt(),
                event.deliveredAt(),
                EventView.Timing.of(event),
                deletion == null ? null : deletion.at(),
                sameBytesAs == null ? null : sameBytesAs.toString());
    }
}
