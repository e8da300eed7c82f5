package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Columns;
import io.hookbridge.db.Spread;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds messages, wherever they lie, and locks them; knows which columns a message has. */
public final class MessageStore {

    /** What is under way, where a watermark cannot be asked for in the same statement. */
    private static final String KNOWN_UNDER_WAY = "known_under_way_message";

    /** What is the same in {@code queue} and in {@code outcome}, and what no move changes. */
    static final String SAME =
            """
            environment_id, id, endpoint_id, direction, content_type, created_at, idempotency_key, size_bytes,
            payload_sha256, payload_expires_at, keep_payload, first_attempt_at, attempt_count, processing_ms,
            response_status, response_latency_ms\
            """;

    private static final HexFormat HEX = HexFormat.of();

    private final Jdbi jdbi;

    public MessageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A message that goes in {@code direction}. */
    public Optional<Message> find(EnvironmentId environment, Direction direction, MessageId id) {
        return jdbi.withHandle(handle -> find(handle, environment, direction, id));
    }

    /** The same within the transaction of {@code handle}. */
    public static Optional<Message> find(
            Handle handle, EnvironmentId environment, Direction direction, MessageId id) {
        return Optional.ofNullable(find(handle, environment, direction, List.of(id)).get(id));
    }

    /**
     * Those of {@code ids} that the environment has and that go in {@code direction}.
     *
     * <p>What is under way is looked for only where there is nothing else, because that takes a
     * look into each day of payloads.
     */
    public static Map<MessageId, Message> find(
            Handle handle,
            EnvironmentId environment,
            Direction direction,
            Collection<MessageId> ids) {
        Map<MessageId, Message> found = new HashMap<>();
        for (String view : views(handle)) {
            Set<MessageId> rest = new HashSet<>(ids);
            rest.removeAll(found.keySet());
            if (view.equals(KNOWN_UNDER_WAY) && !rest.isEmpty()) {
                rest.retainAll(maybeUnderWay(handle, rest));
            }
            if (!rest.isEmpty()) {
                find(handle, view, environment, direction, rest)
                        .forEach(message -> found.put(message.id(), message));
            }
        }
        return found;
    }

    /**
     * Where a message whose id is known is looked for, one after the other. One that moves
     * meanwhile is not missed: it never comes back to be under way, so whatever is found neither
     * recorded nor then under way is recorded, if it is anything.
     */
    public static List<String> views(Handle handle) {
        return List.of(
                "recorded_message",
                Spread.is(handle) ? KNOWN_UNDER_WAY : "under_way_message",
                "recorded_message");
    }

    /**
     * Those that a node may have in its hands: of older ones the payload may be there for longer
     * than what became of them.
     */
    private static Set<MessageId> maybeUnderWay(Handle handle, Collection<MessageId> ids) {
        Optional<String> watermark =
                handle.createQuery("SELECT lowest_watermark()").mapTo(String.class).findOne();
        // As texts they are in the order of the database, which Java's is not.
        return watermark
                .map(lowest ->
                        ids.stream()
                                .filter(id -> id.value().toString().compareTo(lowest) >= 0)
                                .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static List<Message> find(
            Handle handle,
            String view,
            EnvironmentId environment,
            Direction direction,
            Collection<MessageId> ids) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM %s
                         WHERE environment_id = :environment
                           AND direction = :direction
                           AND id = ANY(:ids)
                        """
                                .formatted(view))
                .bind("environment", environment.value())
                .bind("direction", direction.word())
                .bind("ids", uuids(ids))
                .map((row, _) -> message(row))
                .list();
    }

    /**
     * Locks those of {@code ids} that are queued or finished and locked by nobody else.
     *
     * @param waits whether to wait for those that are not
     * @return what is locked now
     */
    static Set<MessageId> lock(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids, boolean waits) {
        return handle.createQuery(
                        """
                        WITH queued AS MATERIALIZED (
                            SELECT id FROM queue
                             WHERE environment_id = :environment AND id = ANY(:ids)
                             %1$s
                        ), finished AS MATERIALIZED (
                            SELECT id FROM outcome
                             WHERE environment_id = :environment AND id = ANY(:ids)
                             %1$s
                        )
                        SELECT id FROM queued UNION ALL SELECT id FROM finished
                        """
                                .formatted(waits ? "FOR UPDATE" : "FOR UPDATE SKIP LOCKED"))
                .bind("environment", environment.value())
                .bind("ids", uuids(ids))
                .mapTo(UUID.class)
                .map(MessageId::new)
                .collectIntoSet();
    }

    /**
     * How many messages to one endpoint, paused or not, wait for an attempt which may be made at
     * {@code now}: what is queued and the retries that have fallen due, without what a node is
     * delivering.
     */
    public long queued(EnvironmentId environment, EndpointId endpoint, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT count(*)
                                  FROM queue
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND (status = 'queued' OR due_at <= :now)
                                   AND node IS NULL
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoint", endpoint.value())
                        .bind("now", now)
                        .mapTo(Long.class)
                        .one());
    }

    /** The message that was signed before just as this one; empty for what was sent. */
    Optional<MessageId> sameBytesAs(Message message) {
        return message.direction() == Direction.OUTBOUND
                ? Optional.empty()
                : jdbi.withHandle(handle ->
                        Optional.ofNullable(
                                SameBytesStore.of(
                                                handle,
                                                message.environment(),
                                                List.of(message.id()))
                                        .get(message.id())));
    }

    /** For binding as an array. */
    public static UUID[] uuids(Collection<MessageId> ids) {
        return ids.stream().map(MessageId::value).toArray(UUID[]::new);
    }

    private static Message message(ResultSet row) throws SQLException {
        Instant deletedAt = Columns.instant(row, "deleted_at");
        return new Message(
                new MessageId(row.getObject("id", UUID.class)),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new TargetId(row.getObject("endpoint_id", UUID.class)),
                Direction.of(row.getString("direction")),
                MessageStatus.of(row.getString("status")).orElseThrow(),
                row.getObject("node", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                Columns.instant(row, "finished_at"),
                Columns.instant(row, "next_attempt_at"),
                row.getInt("attempt_count"),
                row.getInt("replay_count"),
                row.getString("content_type"),
                row.getString("idempotency_key"),
                row.getInt("size_bytes"),
                HEX.formatHex(row.getBytes("payload_sha256")),
                row.getTimestamp("payload_expires_at").toInstant(),
                Columns.instant(row, "first_attempt_at"),
                row.getObject("processing_ms", Integer.class),
                row.getObject("response_status", Integer.class),
                row.getObject("response_latency_ms", Integer.class),
                row.getString("last_error"),
                row.getString("retry_type"),
                deletedAt == null
                        ? null
                        : new Message.Deletion(
                                deletedAt,
                                row.getString("deleted_by_kind"),
                                row.getString("deleted_by_id")));
    }
}
