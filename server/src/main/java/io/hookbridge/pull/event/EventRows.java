package io.hookbridge.pull.event;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.Columns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Reads rows of {@code pull_event}. */
public final class EventRows {

    /** What a statement selects, of {@code pull_event p}. */
    public static final String COLUMNS =
            """
            p.environment_id, p.endpoint_id, p.id, p.status, p.event_type, p.content_type, p.size_bytes,
            p.received_at, p.processing_ms, p.payload_expires_at, p.fetched_at, p.delivered_at, p.deleted_at,
            p.deleted_by_kind, p.deleted_by_id,
            (SELECT original_id FROM same_bytes
              WHERE environment_id = p.environment_id AND message_id = p.id) AS same_bytes_as\
            """;

    private EventRows() {}

    /** An event from {@link #COLUMNS}. */
    public static PullEvent event(ResultSet row) throws SQLException {
        Instant deletedAt = Columns.instant(row, "deleted_at");
        UUID sameBytesAs = row.getObject("same_bytes_as", UUID.class);
        return new PullEvent(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new InboundEndpointId(row.getObject("endpoint_id", UUID.class)),
                new MessageId(row.getObject("id", UUID.class)),
                EventState.of(row.getString("status")),
                row.getString("event_type"),
                row.getString("content_type"),
                row.getInt("size_bytes"),
                row.getTimestamp("received_at").toInstant(),
                row.getInt("processing_ms"),
                row.getTimestamp("payload_expires_at").toInstant(),
                Columns.instant(row, "fetched_at"),
                Columns.instant(row, "delivered_at"),
                deletedAt == null
                        ? null
                        : new PullEvent.Deletion(
                                deletedAt,
                                row.getString("deleted_by_kind"),
                                row.getString("deleted_by_id")),
                sameBytesAs == null ? null : new MessageId(sameBytesAs));
    }
}
