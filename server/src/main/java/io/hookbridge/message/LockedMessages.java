package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages that nobody else can move or change until the transaction ends, and what they are.
 *
 * <p>Nodes that record results lock many rows at once, in no order. Whoever waited for one row
 * while holding another could close a circle with them; therefore several messages are locked only
 * as far as they are free, and one is waited for only when none is held.
 *
 * @param settled a beginning of what was asked for, never empty: those in {@code found} and those
 *     that the environment does not have
 */
public record LockedMessages(List<MessageId> settled, Map<MessageId, Message> found) {

    private static final String BEFORE = "before_locks";

    /**
     * Locks within the transaction of {@code handle}, which has locked no message before. Goes on
     * with the rest, if any, in another transaction.
     *
     * @param ids not empty
     */
    public static LockedMessages lock(
            Handle handle, EnvironmentId environment, List<MessageId> ids) {
        if (ids.size() > 1) {
            handle.savepoint(BEFORE);
            LockedMessages locked = lock(handle, environment, ids, false);
            if (!locked.settled().isEmpty()) {
                return locked;
            }
            // Others than the first may be locked by now.
            handle.rollbackToSavepoint(BEFORE);
        }
        return await(handle, environment, ids.getFirst());
    }

    private static LockedMessages await(Handle handle, EnvironmentId environment, MessageId id) {
        LockedMessages locked;
        do {
            // Once more when it moved to the other table while it was waited for.
            locked = lock(handle, environment, List.of(id), true);
        } while (locked.settled().isEmpty());
        return locked;
    }

    private static LockedMessages lock(
            Handle handle, EnvironmentId environment, List<MessageId> ids, boolean waits) {
        Set<MessageId> locked = MessageStore.lock(handle, environment, ids, waits);
        // By a later snapshot, so that whatever is not locked is either nowhere or on the move.
        Map<MessageId, Message> found = MessageStore.find(handle, environment, ids);
        List<MessageId> settled =
                ids.stream()
                        .takeWhile(id -> locked.contains(id) || !found.containsKey(id))
                        .toList();
        found.keySet().retainAll(settled);
        return new LockedMessages(settled, found);
    }
}
