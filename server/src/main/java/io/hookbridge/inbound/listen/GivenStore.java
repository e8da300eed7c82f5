package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.message.Taken;

import org.jdbi.v3.core.Handle;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads and notes what callers who asked were given, in the caller's transaction. */
final class GivenStore {

    private GivenStore() {}

    /** The last place at which a caller who asked was given this message. */
    static OptionalLong givenAt(Handle handle, Line line, MessageId message) {
        return LineStore.of(
                        handle.createQuery(
                                """
                                SELECT position
                                  FROM listen_entry
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND message_id = :message
                                   AND given
                                 ORDER BY position DESC
                                 LIMIT 1
                                """),
                        line)
                .bind("message", message.value())
                .mapTo(Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /**
     * Notes that a caller who asked is given these.
     *
     * @param given whether it is, or was and did not get them
     */
    static void give(Handle handle, Line line, Collection<Entry> entries, boolean given) {
        LineStore.of(
                        handle.createUpdate(
                                """
                                UPDATE listen_entry
                                   SET given = :given
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND position = ANY(:positions)
                                """),
                        line)
                .bind("given", given)
                .bind("positions", LineStore.positions(entries))
                .execute();
    }

    /**
     * What nobody has taken, as it is noted when that changes.
     *
     * @param last only up to this position
     * @param given only what a caller who asked was given
     */
    static List<Taken> waiting(Handle handle, Line line, long last, boolean given) {
        return LineStore.of(
                        handle.createQuery(
                                """
                                SELECT e.message_id, e.fence
                                  FROM listen_entry e
                                 WHERE e.environment_id = :environment
                                   AND e.endpoint_id = :endpoint
                                   AND e.position <= :last
                                   AND (e.given OR NOT :given)
                                   AND %s
                                """
                                        .formatted(LineStore.WAITS)),
                        line)
                .bind("last", last)
                .bind("given", given)
                .map((row, _) ->
                        line.taken(
                                new MessageId(row.getObject("message_id", UUID.class)),
                                row.getInt("fence"),
                                null))
                .list();
    }
}
