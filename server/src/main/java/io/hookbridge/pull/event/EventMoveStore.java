package io.hookbridge.pull.event;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.HotStatement;
import io.hookbridge.db.IdleTransaction;
import io.hookbridge.message.MessageStore;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Locks events and changes them, in the transaction of the caller. */
final class EventMoveStore {

    private static final String LIMIT = "SELECT " + IdleTransaction.LIMITED;

    private static final String WAIT_FOR_NO_DISK =
            "SELECT set_config('synchronous_commit', 'off', true)";

    /** In the order of their ids, so that two who lock never wait for each other. */
    private static final String LOCK =
            """
            SELECT %s
              FROM pull_event p
             WHERE environment_id = ANY(?)
               AND id = ANY(?)
             ORDER BY id
               FOR UPDATE
            """
                    .formatted(EventRows.COLUMNS);

    private static final String FETCH =
            """
            UPDATE pull_event
               SET status = 'fetched', fetched_at = ?
             WHERE environment_id = ANY(?)
               AND id = ANY(?)
            """;

    private static final String DELIVER =
            """
            UPDATE pull_event
               SET status = 'delivered', delivered_at = ?
             WHERE environment_id = ANY(?)
               AND id = ANY(?)
            """;

    private EventMoveStore() {}

    /**
     * Those of {@code ids} that there are in {@code environments}, which nobody else changes until
     * the transaction ends.
     */
    static List<PullEvent> lock(
            Handle handle, Collection<EnvironmentId> environments, Collection<MessageId> ids) {
        HotStatement.Together together = new HotStatement.Together();
        together.query(LIMIT, _ -> {}, row -> row.getString(1));
        List<PullEvent> locked =
                together.query(
                        LOCK,
                        to -> to.uuids(environments(environments)).uuids(MessageStore.uuids(ids)),
                        EventRows::event);
        together.run(handle);
        return locked;
    }

    /**
     * Somebody was given the payloads of these locked events. The transaction, which is to do
     * nothing else, waits for no disk: it can be seen at once and is durable a moment later. If
     * PostgreSQL crashes in that moment, the events are found once more, as after an answer that
     * was lost.
     */
    static void fetch(HotStatement.Together together, List<PullEvent> locked, Instant now) {
        together.query(WAIT_FOR_NO_DISK, _ -> {}, row -> row.getString(1));
        move(together, FETCH, locked, now);
    }

    /** Somebody acknowledged these locked events. */
    static void deliver(HotStatement.Together together, List<PullEvent> locked, Instant now) {
        move(together, DELIVER, locked, now);
    }

    private static void move(
            HotStatement.Together together, String statement, List<PullEvent> locked, Instant now) {
        together.update(
                statement,
                to ->
                        to.time(now)
                                .uuids(
                                        environments(
                                                locked.stream()
                                                        .map(PullEvent::environment)
                                                        .toList()))
                                .uuids(ids(locked)));
    }

    /** Marks these locked events as deleted; they keep their state. */
    static void delete(Handle handle, List<PullEvent> locked, Actor by, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE pull_event
                           SET deleted_at = :now, deleted_by_kind = :byKind, deleted_by_id = :byId
                         WHERE environment_id = ANY(:environments)
                           AND id = ANY(:ids)
                        """)
                .bind(
                        "environments",
                        environments(locked.stream().map(PullEvent::environment).toList()))
                .bind("ids", ids(locked))
                .bind("now", now)
                .bind("byKind", by.kind().word())
                .bind("byId", by.id())
                .execute();
    }

    private static UUID[] ids(List<PullEvent> events) {
        return MessageStore.uuids(events.stream().map(PullEvent::id).toList());
    }

    private static UUID[] environments(Collection<EnvironmentId> environments) {
        return environments.stream().map(EnvironmentId::value).distinct().toArray(UUID[]::new);
    }
}
