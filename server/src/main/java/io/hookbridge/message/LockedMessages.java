package io.hookbridge.message;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.IdleTransaction;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Messages that nobody else can move or change until the transaction ends, and what they are. What
 * is in the hands of a node may move; only the lock on the row of that node keeps it there.
 *
 * <p>Nodes that record results lock many rows at once, in no order. Whoever waited for one row
 * while holding another could close a circle with them; therefore several messages are locked only
 * as far as they are free, and one is waited for only when none is held.
 *
 * @param settled a beginning of what was asked for, never empty: those in {@code found} and those
 *     that the environment does not have
 */
public record LockedMessages(List<MessageId> settled, Map<MessageId, Message> found) {

    private static final String BEFORE_NODES = "before_nodes";
    private static final String BEFORE = "before_locks";

    /** Messages change hands once in a while; not between every two looks. */
    private static final int MOST_LOOKS = 100;

    /**
     * Locks within the transaction of {@code handle}, which has locked no message before. Goes on
     * with the rest, if any, in another transaction.
     *
     * @param by who asks for them; what is none of theirs is not found
     * @param ids not empty
     */
    public static LockedMessages lock(Handle handle, Requester by, List<MessageId> ids) {
        IdleTransaction.limit(handle);
        if (ids.size() > 1) {
            handle.savepoint(BEFORE);
            LockedMessages locked = lock(handle, by, ids, false);
            if (!locked.settled().isEmpty()) {
                return locked;
            }
            // Others than the first may be locked by now.
            handle.rollbackToSavepoint(BEFORE);
        }
        return await(handle, by, ids.getFirst());
    }

    /**
     * The same with the rows of the nodes that have some of the messages in their hands, so that
     * these stay there. The nodes are locked before the messages, as nodes themselves do it.
     */
    public static LockedMessages lockWithNodes(Handle handle, Requester by, List<MessageId> ids) {
        IdleTransaction.limit(handle);
        for (int look = 0; look < MOST_LOOKS; look++) {
            handle.savepoint(BEFORE_NODES);
            Set<UUID> nodes = nodes(find(handle, by, ids).values());
            if (!nodes.isEmpty()) {
                nodes = MarkStore.lockNodes(handle, nodes);
                CrashPoint.DELETE_NODES_LOCKED.pass();
            }
            LockedMessages locked = lock(handle, by, ids);
            if (nodes.containsAll(nodes(locked.found().values()))) {
                return locked;
            }
            // One came into other hands meanwhile.
            handle.rollbackToSavepoint(BEFORE_NODES);
        }
        throw new IllegalStateException("a message is in the hands of a node that there is not");
    }

    private static Set<UUID> nodes(Collection<Message> messages) {
        return messages.stream()
                .map(Message::node)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static LockedMessages await(Handle handle, Requester by, MessageId id) {
        LockedMessages locked;
        do {
            // Once more when it moved to the other table while it was waited for.
            locked = lock(handle, by, List.of(id), true);
        } while (locked.settled().isEmpty());
        return locked;
    }

    private static LockedMessages lock(
            Handle handle, Requester by, List<MessageId> ids, boolean waits) {
        Set<MessageId> locked = MessageStore.lock(handle, by.environment(), ids, waits);
        // By a later snapshot, so that whatever is neither locked nor in the hands of a node, with
        // or without a row to lock, is either nowhere or on the move.
        Map<MessageId, Message> found = find(handle, by, ids);
        List<MessageId> settled =
                ids.stream()
                        .takeWhile(id -> locked.contains(id) || isSettled(found.get(id)))
                        .toList();
        found.keySet().retainAll(settled);
        return new LockedMessages(settled, found);
    }

    private static Map<MessageId, Message> find(Handle handle, Requester by, List<MessageId> ids) {
        return MessageStore.find(handle, by.environment(), by.direction(), ids);
    }

    private static boolean isSettled(@Nullable Message message) {
        return message == null || message.node() != null;
    }
}
