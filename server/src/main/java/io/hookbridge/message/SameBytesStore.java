package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which messages their sender signed just as an earlier one of the same endpoint, although it calls
 * them others: events that look the same, or one that somebody has sent again who could change its
 * id and nothing else. They are shown so, and delivered like all others.
 */
public final class SameBytesStore {

    private SameBytesStore() {}

    /** The first of those that were signed so, by the later ones among {@code ids}. */
    public static Map<MessageId, MessageId> of(
            Handle handle, EnvironmentId environment, Collection<MessageId> ids) {
        Map<MessageId, MessageId> originals = new HashMap<>();
        if (ids.isEmpty()) {
            return originals;
        }
        handle.createQuery(
                        """
                        SELECT message_id, original_id
                          FROM same_bytes
                         WHERE environment_id = :environment
                           AND message_id = ANY(:ids)
                        """)
                .bind("environment", environment.value())
                .bind("ids", MessageStore.uuids(ids))
                .map((row, _) ->
                        originals.put(
                                new MessageId(row.getObject("message_id", UUID.class)),
                                new MessageId(row.getObject("original_id", UUID.class))))
                .list();
        return originals;
    }
}
