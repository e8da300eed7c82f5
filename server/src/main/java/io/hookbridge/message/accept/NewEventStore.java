package io.hookbridge.message.accept;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.CopyRows;
import io.hookbridge.db.HotStatement;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Stores what waits to be fetched, in the caller's transaction.
 *
 * <p>The time of reception is given out here, late: the rows of {@code pull_clock} are locked until
 * the commit, and each event gets a later time than all that its endpoint has. So whatever can be
 * seen later is later in every list, whichever server stored it.
 */
final class NewEventStore {

    /** Locks in the order of the ids, so that two transactions never wait for each other. */
    private static final String TAKE_TIMES =
            """
            INSERT INTO pull_clock AS c (environment_id, endpoint_id, last_received_at, longest_kept)
            SELECT environment_id, endpoint_id, ?::timestamptz + amount * interval '1 microsecond',
                   kept_seconds * interval '1 second'
              FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[])
                   AS e (environment_id, endpoint_id, amount, kept_seconds)
             ORDER BY environment_id, endpoint_id
            ON CONFLICT (environment_id, endpoint_id) DO UPDATE
               SET last_received_at = greatest(c.last_received_at, ?::timestamptz)
                                      + (excluded.last_received_at - ?::timestamptz),
                   longest_kept = greatest(c.longest_kept, excluded.longest_kept)
            RETURNING endpoint_id, last_received_at
            """;

    private NewEventStore() {}

    /** The events of one endpoint. */
    private record Group(EnvironmentId environment, TargetId endpoint, List<NewMessage> events) {

        /** Rounded up. */
        long longestKeptSeconds() {
            return events.stream()
                    .map(event -> Duration.between(event.createdAt(), event.payloadExpiresAt()))
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO)
                    .plusSeconds(1)
                    .toSeconds();
        }
    }

    /**
     * Stores the states of {@code events}; their messages are stored by somebody else.
     *
     * @param now the earliest time of reception
     * @return when each was received
     */
    static Map<MessageId, Instant> insert(Handle handle, List<NewMessage> events, Instant now) {
        if (events.isEmpty()) {
            return Map.of();
        }
        Map<MessageId, Instant> received = takeTimes(handle, events, now);
        CopyRows rows =
                new CopyRows(
                        "pull_event",
                        "environment_id",
                        "id",
                        "endpoint_id",
                        "status",
                        "event_type",
                        "content_type",
                        "size_bytes",
                        "received_at",
                        "processing_ms",
                        "payload_expires_at");
        for (NewMessage message : events) {
            NewMessage.Event event = Objects.requireNonNull(message.event());
            rows.row()
                    .uuid(message.environment().value())
                    .uuid(message.id().value())
                    .uuid(message.target().value())
                    .text("stored")
                    .text(event.type())
                    .text(message.contentType())
                    .number(message.payload().length)
                    .time(received.get(message.id()))
                    .number(event.processingMs())
                    .time(message.payloadExpiresAt());
        }
        rows.write(handle);
        return received;
    }

    private static Map<MessageId, Instant> takeTimes(
            Handle handle, List<NewMessage> events, Instant now) {
        Map<TargetId, Group> byEndpoint = new LinkedHashMap<>();
        for (NewMessage event : events) {
            byEndpoint
                    .computeIfAbsent(
                            event.target(),
                            endpoint -> new Group(event.environment(), endpoint, new ArrayList<>()))
                    .events()
                    .add(event);
        }
        List<Group> groups = List.copyOf(byEndpoint.values());
        // As exact as the database keeps it.
        Instant start = now.truncatedTo(ChronoUnit.MICROS);
        Map<MessageId, Instant> received = new HashMap<>();
        HotStatement.query(
                handle,
                TAKE_TIMES,
                to ->
                        to.time(start)
                                .uuids(
                                        groups.stream()
                                                .map(group -> group.environment().value())
                                                .toArray(UUID[]::new))
                                .uuids(
                                        groups.stream()
                                                .map(group -> group.endpoint().value())
                                                .toArray(UUID[]::new))
                                .longs(
                                        groups.stream()
                                                .mapToLong(group -> group.events().size())
                                                .toArray())
                                .longs(
                                        groups.stream()
                                                .mapToLong(Group::longestKeptSeconds)
                                                .toArray())
                                .time(start)
                                .time(start),
                row -> {
                    Group group =
                            Objects.requireNonNull(
                                    byEndpoint.get(
                                            new TargetId(
                                                    row.getObject("endpoint_id", UUID.class))));
                    Instant last = row.getTimestamp("last_received_at").toInstant();
                    List<NewMessage> own = group.events();
                    for (int i = 0; i < own.size(); i++) {
                        received.put(
                                own.get(i).id(),
                                last.minus(own.size() - 1L - i, ChronoUnit.MICROS));
                    }
                    return group;
                });
        return received;
    }
}
