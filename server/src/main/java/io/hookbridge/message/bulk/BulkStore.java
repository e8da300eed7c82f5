package io.hookbridge.message.bulk;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.db.Columns;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Requester;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Statements on {@code bulk_action}. */
final class BulkStore {

    private BulkStore() {}

    /**
     * @param leasedUntil until when only whoever inserted it works on it
     */
    static void insert(Handle handle, BulkAction action, Instant leasedUntil) {
        Selection selection = action.selection();
        TargetId endpoint = selection.endpoint();
        handle.createUpdate(
                        """
                        INSERT INTO bulk_action
                            (id, environment_id, tenant_id, kind, direction, statuses, endpoint_id, created_after, created_before,
                             errors, reached_before, most, per_second, actor_kind, actor_id, request_id, created_at, place, leased_until)
                        VALUES (:id, :environment, :tenant, :kind, :direction, :statuses, :endpoint::uuid, :after::timestamptz, :before,
                                :errors, :reached::timestamptz, :most, :perSecond::int, :actorKind, :actorId, :request, :now, :place, :leasedUntil)
                        """)
                .bind("id", action.id())
                .bind("environment", action.by().environment().value())
                .bind("tenant", action.by().tenant().value())
                .bind("kind", action.kind().word())
                .bind("direction", selection.direction().word())
                .bind("statuses", SelectionStore.words(selection.statuses()))
                .bind("endpoint", endpoint == null ? null : endpoint.value())
                .bind("after", selection.createdAfter())
                .bind("before", selection.createdBefore())
                .bind("errors", selection.errors().toArray(String[]::new))
                .bind("reached", selection.reachedBefore())
                .bind("most", action.most())
                .bind("perSecond", action.perSecond())
                .bind("actorKind", action.by().actor().kind().word())
                .bind("actorId", action.by().actor().id())
                .bind("request", action.by().requestId())
                .bind("now", action.createdAt())
                .bind("place", action.place())
                .bind("leasedUntil", leasedUntil)
                .execute();
    }

    /** The action, which nobody else goes on with until the transaction ends. */
    static BulkAction lock(Handle handle, UUID id) {
        return handle.createQuery(
                        """
                        SELECT * FROM bulk_action WHERE id = :id FOR UPDATE
                        """)
                .bind("id", id)
                .map((row, _) -> action(row))
                .one();
    }

    /** Stores how far a locked action is. */
    static void advance(Handle handle, BulkAction action, Instant leasedUntil) {
        BulkAction.Progress progress = action.progress();
        handle.createUpdate(
                        """
                        UPDATE bulk_action
                           SET place = :place, done_ids = :done, stuck_ids = :stuck, done_count = :doneCount,
                               stuck_count = :stuckCount, failed = :failed, tries = 0, leased_until = :leasedUntil,
                               finished_at = :finishedAt::timestamptz
                         WHERE id = :id
                        """)
                .bind("id", action.id())
                .bind("place", action.place())
                .bind("done", named(action, progress.done()))
                .bind("stuck", named(action, progress.stuck()))
                .bind("doneCount", progress.doneCount())
                .bind("stuckCount", progress.stuckCount())
                .bind("failed", progress.failed())
                .bind("finishedAt", progress.finishedAt())
                .bind("leasedUntil", leasedUntil)
                .execute();
    }

    private static UUID[] named(BulkAction action, List<MessageId> messages) {
        return action.namesMessages() ? MessageStore.uuids(messages) : new UUID[0];
    }

    /**
     * Takes over the action that nobody works on for the longest time.
     *
     * @param mostTries that may have led to nothing
     */
    static Optional<UUID> takeOver(Handle handle, Instant now, Instant leasedUntil, int mostTries) {
        return handle.createQuery(
                        """
                        UPDATE bulk_action
                           SET leased_until = :leasedUntil, tries = tries + 1
                         WHERE id = (SELECT id FROM bulk_action
                                      WHERE finished_at IS NULL
                                        AND leased_until <= :now
                                        AND halt IS NULL
                                        AND tries < :mostTries
                                      ORDER BY leased_until
                                      LIMIT 1
                                        FOR UPDATE SKIP LOCKED)
                        RETURNING id
                        """)
                .bind("now", now)
                .bind("leasedUntil", leasedUntil)
                .bind("mostTries", mostTries)
                .mapTo(UUID.class)
                .findOne();
    }

    /** Locks the actions that nobody works on and that {@link #takeOver} leaves alone. */
    static List<BulkAction> hopeless(Handle handle, Instant now, int mostTries) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM bulk_action
                         WHERE finished_at IS NULL
                           AND leased_until <= :now
                           AND halt IS NULL
                           AND tries >= :mostTries
                           FOR UPDATE SKIP LOCKED
                        """)
                .bind("now", now)
                .bind("mostTries", mostTries)
                .map((row, _) -> action(row))
                .list();
    }

    /** The youngest actions of an environment, the youngest first. */
    static List<BulkAction> list(
            Handle handle, TenantId tenant, EnvironmentId environment, int most) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM bulk_action
                         WHERE tenant_id = :tenant
                           AND environment_id = :environment
                         ORDER BY id DESC
                         LIMIT :most
                        """)
                .bind("tenant", tenant.value())
                .bind("environment", environment.value())
                .bind("most", most)
                .map((row, _) -> action(row))
                .list();
    }

    /** An action of an environment; empty if that has none with this id. */
    static Optional<BulkAction> find(
            Handle handle, TenantId tenant, EnvironmentId environment, UUID id) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM bulk_action
                         WHERE tenant_id = :tenant
                           AND environment_id = :environment
                           AND id = :id
                        """)
                .bind("tenant", tenant.value())
                .bind("environment", environment.value())
                .bind("id", id)
                .map((row, _) -> action(row))
                .findOne();
    }

    /**
     * Has an action that is not at its end stop, or go on.
     *
     * @param halt null to go on
     * @param now when it ends, if it stops for good
     * @return whether there was something to change
     */
    static boolean halt(
            Handle handle,
            EnvironmentId environment,
            UUID id,
            BulkAction.@Nullable Halt halt,
            Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE bulk_action
                                   SET halt = :halt::text, tries = 0,
                                       finished_at = CASE WHEN :halt::text = 'stopped' THEN :now::timestamptz END
                                 WHERE id = :id
                                   AND environment_id = :environment
                                   AND finished_at IS NULL
                                   AND halt IS DISTINCT FROM :halt::text
                                """)
                        .bind("id", id)
                        .bind("environment", environment.value())
                        .bind("halt", halt == null ? null : halt.word())
                        .bind("now", now)
                        .execute()
                > 0;
    }

    static void forget(Handle handle, Instant createdBefore) {
        handle.createUpdate(
                        """
                        DELETE FROM bulk_action
                         WHERE created_at < :before
                        """)
                .bind("before", createdBefore)
                .execute();
    }

    private static BulkAction action(ResultSet row) throws SQLException {
        Direction direction = Direction.of(row.getString("direction"));
        return new BulkAction(
                row.getObject("id", UUID.class),
                new Requester(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new EnvironmentId(row.getObject("environment_id", UUID.class)),
                        direction,
                        new Actor(
                                Actor.Kind.of(row.getString("actor_kind")),
                                row.getString("actor_id")),
                        row.getString("request_id")),
                BulkAction.Kind.of(row.getString("kind")),
                selection(row, direction),
                row.getInt("most"),
                row.getObject("per_second", Integer.class),
                row.getTimestamp("created_at").toInstant(),
                row.getObject("place", UUID.class),
                progress(row),
                BulkAction.Halt.of(row.getString("halt")));
    }

    private static BulkAction.Progress progress(ResultSet row) throws SQLException {
        List<MessageId> done = messages(row, "done_ids");
        List<MessageId> stuck = messages(row, "stuck_ids");
        return new BulkAction.Progress(
                done,
                stuck,
                row.getInt("done_count") - done.size(),
                row.getInt("stuck_count") - stuck.size(),
                row.getInt("failed"),
                Columns.instant(row, "finished_at"));
    }

    private static Selection selection(ResultSet row, Direction direction) throws SQLException {
        Set<MessageStatus> statuses = EnumSet.noneOf(MessageStatus.class);
        for (String word : (String[]) row.getArray("statuses").getArray()) {
            statuses.add(MessageStatus.of(word).orElseThrow());
        }
        UUID endpoint = row.getObject("endpoint_id", UUID.class);
        return new Selection(
                direction,
                statuses,
                endpoint == null ? null : new TargetId(endpoint),
                Columns.instant(row, "created_after"),
                row.getTimestamp("created_before").toInstant(),
                Set.of((String[]) row.getArray("errors").getArray()),
                Columns.instant(row, "reached_before"));
    }

    private static List<MessageId> messages(ResultSet row, String column) throws SQLException {
        return Arrays.stream((UUID[]) row.getArray(column).getArray()).map(MessageId::new).toList();
    }
}
