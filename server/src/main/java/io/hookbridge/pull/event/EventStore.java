package io.hookbridge.pull.event;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.Columns;
import io.hookbridge.db.HotStatement;
import io.hookbridge.db.PlanOnce;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.cold.StoredPayload;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds events that wait to be fetched, or were. */
final class EventStore {

    /** So many are counted in some milliseconds. */
    static final int MOST_COUNTED = 10_000;

    /** Walks one index from the earliest on and stops after one page. */
    private static final String OF_STATE =
            """
            (SELECT %1$s
               FROM pull_event p
              WHERE environment_id = :environment
                AND endpoint_id = :endpoint
                AND status = '%2$s'
                AND deleted_at IS NULL
                AND received_at >= :first
                AND payload_expires_at > :now%3$s
              ORDER BY received_at
              LIMIT %4$d)
            """;

    private static final String FIND =
            """
            SELECT %s
              FROM pull_event p
              JOIN endpoint e ON e.id = p.endpoint_id AND e.deleted_at IS NULL
             WHERE p.environment_id = ?
               AND p.id = ?
               AND p.endpoint_id = ?
            """
                    .formatted(EventRows.COLUMNS);

    private static final String PAYLOAD =
            """
            SELECT %s, head_sealed
              FROM message
             WHERE environment_id = ?
               AND id = ?
               AND expires_on = ?
            """
                    .formatted(StoredPayload.COLUMNS);

    private static final String PAYLOADS =
            """
            SELECT %s, head_sealed
              FROM message
             WHERE environment_id = ?
               AND id = ANY(?)
               AND expires_on = ?
            """
                    .formatted(StoredPayload.COLUMNS);

    private final Jdbi jdbi;

    EventStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What an endpoint has received so far.
     *
     * @param lastAt when its last event was stored; null if it never received any
     * @param earliest all that came before then has expired
     */
    record Received(@Nullable Instant lastAt, Instant earliest) {}

    /** Empty if the environment has no such endpoint. */
    Optional<Received> received(
            EnvironmentId environment, InboundEndpointId endpoint, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT c.last_received_at,
                                       :now::timestamptz - coalesce(c.longest_kept, interval '0') AS earliest
                                  FROM endpoint e
                                  LEFT JOIN pull_clock c
                                         ON c.environment_id = e.environment_id AND c.endpoint_id = e.id
                                 WHERE e.id = :endpoint
                                   AND e.environment_id = :environment
                                   AND e.direction = 'inbound'
                                   AND e.deleted_at IS NULL
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoint", endpoint.value())
                        .bind("now", now)
                        .map((row, _) ->
                                new Received(
                                        Columns.instant(row, "last_received_at"),
                                        row.getTimestamp("earliest").toInstant()))
                        .findOne());
    }

    /**
     * The earliest events that fit and can still be fetched, in the order in which they could be
     * seen.
     *
     * @param first the earliest time of reception
     * @param most at least 1
     */
    List<PullEvent> list(EventFilter filter, Instant first, Instant now, int most) {
        String conditions = conditions(filter);
        String branches =
                filter.states().stream()
                        .map(state ->
                                OF_STATE.formatted(
                                        EventRows.COLUMNS, state.word(), conditions, most))
                        .collect(Collectors.joining(" UNION ALL "));
        return jdbi.inTransaction(handle -> {
            var query =
                    handle.createQuery(
                                    "SELECT * FROM (%s) AS p ORDER BY received_at LIMIT %d"
                                            .formatted(branches, most))
                            .addCustomizer(new PlanOnce(handle))
                            .bind("environment", filter.environment().value())
                            .bind("endpoint", filter.endpoint().value())
                            .bind("first", first)
                            .bind("now", now);
            if (filter.type() != null) {
                query.bind("type", filter.type());
            }
            if (filter.before() != null) {
                query.bind("before", filter.before());
            }
            if (filter.fetchedBefore() != null) {
                query.bind("fetchedBefore", filter.fetchedBefore());
            }
            if (filter.deliveredBefore() != null) {
                query.bind("deliveredBefore", filter.deliveredBefore());
            }
            return query.map((row, _) -> EventRows.event(row)).list();
        });
    }

    private static String conditions(EventFilter filter) {
        return (filter.type() == null ? "" : "\n    AND event_type = :type")
                + (filter.before() == null ? "" : "\n    AND received_at < :before")
                + (filter.fetchedBefore() == null
                        ? ""
                        : "\n    AND (fetched_at IS NULL OR fetched_at < :fetchedBefore)")
                + (filter.deliveredBefore() == null
                        ? ""
                        : "\n    AND (delivered_at IS NULL OR delivered_at < :deliveredBefore)");
    }

    /** How many events there are in each of these states that can still be fetched. */
    Map<EventState, Long> counts(
            EnvironmentId environment,
            InboundEndpointId endpoint,
            Set<EventState> states,
            Instant first,
            Instant now) {
        Map<EventState, Long> counts = new EnumMap<>(EventState.class);
        jdbi.useHandle(handle -> {
            for (EventState state : states) {
                counts.put(
                        state,
                        handle.createQuery(
                                        """
                                        SELECT count(*)
                                          FROM (SELECT
                                                  FROM pull_event
                                                 WHERE environment_id = :environment
                                                   AND endpoint_id = :endpoint
                                                   AND status = '%s'
                                                   AND deleted_at IS NULL
                                                   AND received_at >= :first
                                                   AND payload_expires_at > :now
                                                 LIMIT %d) AS counted
                                        """
                                                .formatted(state.word(), MOST_COUNTED))
                                .bind("environment", environment.value())
                                .bind("endpoint", endpoint.value())
                                .bind("first", first)
                                .bind("now", now)
                                .mapTo(Long.class)
                                .one());
            }
        });
        return counts;
    }

    /** Also one that was deleted or has expired; empty if its endpoint was deleted. */
    Optional<PullEvent> find(EnvironmentId environment, InboundEndpointId endpoint, MessageId id) {
        return jdbi
                .withHandle(handle ->
                        HotStatement.query(
                                handle,
                                FIND,
                                to ->
                                        to.uuid(environment.value())
                                                .uuid(id.value())
                                                .uuid(endpoint.value()),
                                EventRows::event))
                .stream()
                .findFirst();
    }

    /**
     * The payload of an event, with what came with it; empty if it is there no more.
     *
     * @param heads opens what came with it
     */
    Optional<Stored> payload(PullEvent event, SealedHeaders heads) {
        return jdbi
                .withHandle(handle ->
                        HotStatement.query(
                                handle,
                                PAYLOAD,
                                to ->
                                        to.uuid(event.environment().value())
                                                .uuid(event.id().value())
                                                .date(event.payloadDay()),
                                row -> payload(event.id(), heads, row)))
                .stream()
                .findFirst();
    }

    /**
     * What lies with an event.
     *
     * @param head what came with it
     */
    record Stored(StoredPayload payload, MessageHead head) {}

    private static Stored payload(MessageId id, SealedHeaders heads, ResultSet row)
            throws SQLException {
        return new Stored(
                StoredPayload.of(row),
                heads.openHead(id.value(), Direction.PULL, row).orElse(MessageHead.NONE));
    }

    /**
     * The payloads of events of one environment, those that are there.
     *
     * @param events not empty
     * @param heads opens what came with them
     */
    static Map<MessageId, Stored> payloads(
            Handle handle, List<PullEvent> events, SealedHeaders heads) {
        Map<MessageId, Stored> payloads = new HashMap<>();
        HotStatement.Together together = new HotStatement.Together();
        // A day at a time, because PostgreSQL would look into every day for several.
        events.stream()
                .collect(Collectors.groupingBy(PullEvent::payloadDay))
                .forEach((day, own) ->
                        together.query(
                                PAYLOADS,
                                to ->
                                        to.uuid(own.getFirst().environment().value())
                                                .uuids(
                                                        MessageStore.uuids(
                                                                own.stream()
                                                                        .map(PullEvent::id)
                                                                        .toList()))
                                                .date(day),
                                row -> {
                                    MessageId id = new MessageId(row.getObject("id", UUID.class));
                                    return payloads.put(id, payload(id, heads, row));
                                }));
        together.run(handle);
        return payloads;
    }
}
