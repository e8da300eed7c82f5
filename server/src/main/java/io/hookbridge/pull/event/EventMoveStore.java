package io.hookbridge.pull.event;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.message.MessageStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Locks events and changes them, in the transaction of the caller. */
final class EventMoveStore {

    private EventMoveStore() {}

    /**
     * Those of {@code ids} that there are in {@code environments}, which nobody else changes until
     * the transaction ends. Everybody locks them in the order of their ids, so that two never wait
     * for each other.
     */
    static List<PullEvent> lock(
            Handle handle, Collection<EnvironmentId> environments, Collection<MessageId> ids) {
        IdleTransaction.limit(handle);
        return handle.createQuery(
                        """
                        SELECT %s
                          FROM pull_event p
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                         ORDER BY id
                           FOR UPDATE
                        """
                                .formatted(EventRows.COLUMNS))
                .bind("environments", environments(environments))
                .bind("ids", MessageStore.uuids(ids))
                .map((row, _) -> EventRows.event(row))
                .list();
    }

    /** Somebody was given the payloads of these locked events. */
    static void fetch(Handle handle, List<PullEvent> locked, Instant now) {
        of(
                        handle.createUpdate(
                                """
                                UPDATE pull_event
                                   SET status = 'fetched', fetched_at = :now
                                 WHERE environment_id = ANY(:environments)
                                   AND id = ANY(:ids)
                                """),
                        locked)
                .bind("now", now)
                .execute();
    }

    /** Somebody acknowledged these locked events. */
    static void deliver(Handle handle, List<PullEvent> locked, Instant now) {
        of(
                        handle.createUpdate(
                                """
                                UPDATE pull_event
                                   SET status = 'delivered', delivered_at = :now
                                 WHERE environment_id = ANY(:environments)
                                   AND id = ANY(:ids)
                                """),
                        locked)
                .bind("now", now)
                .execute();
    }

    /** Marks these locked events as deleted; they keep their state. */
    static void delete(Handle handle, List<PullEvent> locked, Actor by, Instant now) {
        of(
                        handle.createUpdate(
                                """
                                UPDATE pull_event
                                   SET deleted_at = :now, deleted_by_kind = :byKind, deleted_by_id = :byId
                                 WHERE environment_id = ANY(:environments)
                                   AND id = ANY(:ids)
                                """),
                        locked)
                .bind("now", now)
                .bind("byKind", by.kind().word())
                .bind("byId", by.id())
                .execute();
    }

    private static Update of(Update update, List<PullEvent> events) {
        return update.bind(
                        "environments",
                        environments(events.stream().map(PullEvent::environment).toList()))
                .bind("ids", MessageStore.uuids(events.stream().map(PullEvent::id).toList()));
    }

    private static UUID[] environments(Collection<EnvironmentId> environments) {
        return environments.stream().map(EnvironmentId::value).distinct().toArray(UUID[]::new);
    }
}
