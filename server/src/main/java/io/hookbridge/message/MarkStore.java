package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.HotStatement;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Statements on {@code mark}: the deletions of messages that are in the hands of a node, under way
 * or claimed.
 *
 * <p>Whoever marks holds the rows of the nodes with {@link #lockNodes}, for which a node's own
 * transactions about messages wait. So each of those sees, in a statement after its own lock on
 * that row, the mark of every message that it takes out of the node's hands, and ends the message.
 */
public final class MarkStore {

    private MarkStore() {}

    /**
     * Locks the rows of nodes until the transaction ends, in an order that is the same for
     * everybody. To be called before a row of a message is locked.
     *
     * @return those that there are
     */
    static Set<UUID> lockNodes(Handle handle, Collection<UUID> nodes) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM node
                         WHERE id = ANY(:nodes)
                         ORDER BY id
                           FOR UPDATE
                        """)
                .bind("nodes", nodes.toArray(UUID[]::new))
                .mapTo(UUID.class)
                .collectIntoSet();
    }

    /**
     * Marks messages.
     *
     * @param held each in the hands of a node whose row is locked
     */
    static void insert(Handle handle, Collection<Message> held, Actor by, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO mark (environment_id, id, node, deleted_at, deleted_by_kind, deleted_by_id)
                        SELECT environment_id, id, node, :now, :kind, :by
                          FROM unnest(:environments::uuid[], :ids::uuid[], :nodes::uuid[])
                               AS held (environment_id, id, node)
                        """)
                .bind(
                        "environments",
                        held.stream().map(m -> m.environment().value()).toArray(UUID[]::new))
                .bind("ids", MessageStore.uuids(held.stream().map(Message::id).toList()))
                .bind("nodes", held.stream().map(Message::node).toArray(UUID[]::new))
                .bind("kind", by.kind().word())
                .bind("by", by.id())
                .bind("now", now)
                .execute();
    }

    /** The deletions of those among {@code messages} that have a mark. */
    public static Map<MessageId, Message.Deletion> of(
            Handle handle, Collection<Moves.Key> messages) {
        Map<MessageId, Message.Deletion> deletions = new HashMap<>();
        HotStatement.query(
                handle,
                """
                SELECT id, deleted_at, deleted_by_kind, deleted_by_id
                  FROM mark
                 WHERE environment_id = ANY(?)
                   AND id = ANY(?)
                """,
                to -> to.uuids(Moves.Key.environments(messages)).uuids(Moves.Key.ids(messages)),
                row ->
                        deletions.put(
                                new MessageId(row.getObject("id", UUID.class)),
                                new Message.Deletion(
                                        row.getTimestamp("deleted_at").toInstant(),
                                        row.getString("deleted_by_kind"),
                                        row.getString("deleted_by_id"))));
        return deletions;
    }

    /** Removes the marks of messages that are finished. */
    public static void remove(Handle handle, Collection<Moves.Key> messages) {
        handle.createUpdate(
                        """
                        DELETE FROM mark
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                        """)
                .bind("environments", Moves.Key.environments(messages))
                .bind("ids", Moves.Key.ids(messages))
                .execute();
    }

    /** All messages that were marked in the hands of {@code node}. */
    static List<Moves.Key> of(Handle handle, UUID node) {
        return handle.createQuery("SELECT environment_id, id FROM mark WHERE node = :node")
                .bind("node", node)
                .map((row, _) -> Moves.Key.of(row))
                .list();
    }

    /** The marks that a node has not acknowledged. */
    public static List<Moves.Key> unacknowledged(Handle handle, UUID node) {
        return handle.createQuery(
                        """
                        SELECT environment_id, id
                          FROM mark
                         WHERE node = :node
                           AND NOT acknowledged
                        """)
                .bind("node", node)
                .map((row, _) -> Moves.Key.of(row))
                .list();
    }

    /**
     * Promises that the node begins no attempt at these messages any more. One that it makes at
     * this moment may end.
     */
    public static void acknowledge(Handle handle, UUID node, Collection<Moves.Key> messages) {
        handle.createUpdate(
                        """
                        UPDATE mark
                           SET acknowledged = true
                         WHERE node = :node
                           AND environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                        """)
                .bind("node", node)
                .bind("environments", Moves.Key.environments(messages))
                .bind("ids", Moves.Key.ids(messages))
                .execute();
    }

    /**
     * Whether an attempt may still begin at one of these messages though it is marked: its node has
     * not acknowledged that and has time left. A node whose time is over begins nothing.
     */
    public static boolean isAwaited(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM mark
                              JOIN node ON node.id = mark.node
                             WHERE mark.environment_id = :environment
                               AND mark.id = ANY(:ids)
                               AND NOT mark.acknowledged
                               AND NOT node.fenced
                               AND node.alive_until > now())
                        """)
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .mapTo(Boolean.class)
                .one();
    }
}
