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

    /** Notes that these are under way to a caller who asked; what had come to one before has. */
    static void give(Handle handle, Line line, Collection<Entry> entries) {
        set("given = true, under_way = under_way OR NOT given", handle, line, entries);
    }

    /** Notes that the answer with these was sent whole. */
    static void come(Handle handle, Line line, Collection<Entry> entries) {
        set("under_way = false", handle, line, entries);
    }

    /** Notes that the caller who asked may not have got these. */
    static void takeBack(Handle handle, Line line, Collection<Entry> entries) {
        set("given = false, under_way = false", handle, line, entries);
    }

    private static void set(String what, Handle handle, Line line, Collection<Entry> entries) {
        LineStore.of(
                        handle.createUpdate(
                                """
                                UPDATE listen_entry
                                   SET %s
                                 WHERE environment_id = :environment
                                   AND endpoint_id = :endpoint
                                   AND position = ANY(:positions)
                                """
                                        .formatted(what)),
                        line)
                .bind("positions", LineStore.positions(entries))
                .execute();
    }

    /**
     * What nobody has taken, as it is noted when that changes.
     *
     * @param last only up to this position
     * @param hasCome only what has come to a caller who asked
     */
    static List<Taken> waiting(Handle handle, Line line, long last, boolean hasCome) {
        return LineStore.of(
                        handle.createQuery(
                                """
                                SELECT e.message_id, e.fence
                                  FROM listen_entry e
                                 WHERE e.environment_id = :environment
                                   AND e.endpoint_id = :endpoint
                                   AND e.position <= :last
                                   AND (%s OR NOT :hasCome)
                                   AND %s
                                """
                                        .formatted(LineStore.HAS_COME, LineStore.WAITS)),
                        line)
                .bind("last", last)
                .bind("hasCome", hasCome)
                .map((row, _) ->
                        line.taken(
                                new MessageId(row.getObject("message_id", UUID.class)),
                                row.getInt("fence"),
                                null))
                .list();
    }
}
