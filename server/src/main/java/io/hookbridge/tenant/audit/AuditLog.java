package io.hookbridge.tenant.audit;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds audit events, the newest first. */
public final class AuditLog {

    /** How many events are looked at for one page: some tens of milliseconds. */
    private static final int USUAL_REACH = 20_000;

    private static final String EVENTS =
            """
            SELECT * FROM audit_event
             WHERE id >= :first AND id < :end
               AND (:from::timestamptz IS NULL OR at >= :from)
               AND (:until::timestamptz IS NULL OR at < :until)
            """;

    private final Jdbi jdbi;
    private final int reach;

    public AuditLog(Jdbi jdbi) {
        this(jdbi, USUAL_REACH);
    }

    /**
     * @param reach how many events are looked at for one page, at least 1
     */
    AuditLog(Jdbi jdbi, int reach) {
        this.jdbi = jdbi;
        this.reach = reach;
    }

    /**
     * Some events that fit.
     *
     * @param events perhaps fewer than were asked for, even none, although others follow
     * @param next the id after which the next page follows; null if there is none
     */
    public record Page(List<AuditEvent> events, @Nullable UUID next) {}

    /**
     * The newest events that fit.
     *
     * @param after where the page before ended; null for the first page
     * @param most at least 1
     */
    public Page page(AuditFilter filter, @Nullable UUID after, int most) {
        IdRange range = IdRange.of(filter.from(), filter.until()).before(after);
        // One more than asked for tells whether there is a next page.
        int looked = Math.max(reach, most + 1);
        List<AuditEvent> found = find(filter, range, looked, most + 1);
        if (found.size() > most) {
            List<AuditEvent> page = found.subList(0, most);
            return new Page(page, page.getLast().id());
        }
        return new Page(
                found, filter.isNarrow() ? horizon(filter, range, looked).orElse(null) : null);
    }

    private List<AuditEvent> find(AuditFilter filter, IdRange range, int looked, int most) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT near.id, near.tenant_id, near.environment_id,
                                               coalesce(near.mode, v.mode) AS mode, at, actor_kind, actor_id, action,
                                               subject, outcome, request_id, detail
                                          FROM (SELECT *
                                                  FROM (%s) AS within
                                                 ORDER BY id DESC
                                                 LIMIT :looked) AS near
                                          LEFT JOIN environment v ON v.id = near.environment_id
                                         WHERE (:environment::uuid IS NULL
                                                OR near.environment_id = :environment::uuid OR near.mode = :mode::text)
                                           AND (:action::text IS NULL OR action = :action)
                                           AND (:actor::text IS NULL OR actor_id = :actor)
                                           AND (:target::text IS NULL OR subject = :target)
                                         ORDER BY near.id DESC
                                         LIMIT :most
                                        """
                                                .formatted(within(filter))),
                                filter,
                                range)
                        .bind(
                                "environment",
                                filter.within() == null ? null : filter.within().id().value())
                        .bind(
                                "mode",
                                filter.within() == null ? null : filter.within().mode().word())
                        .bind("action", filter.action())
                        .bind("actor", filter.actor())
                        .bind("target", filter.target())
                        .bind("looked", looked)
                        .bind("most", most)
                        .map((row, _) -> event(row))
                        .list());
    }

    /** The last event that is looked at for the page; empty if they all were. */
    private Optional<UUID> horizon(AuditFilter filter, IdRange range, int looked) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT id
                                          FROM (%s) AS within
                                         ORDER BY id DESC
                                        OFFSET :looked - 1
                                         LIMIT 1
                                        """
                                                .formatted(within(filter))),
                                filter,
                                range)
                        .bind("looked", looked)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /**
     * Of a tenant that is gone nothing is left but that it was erased, which is an event of the
     * installation. Two queries in one, each of which an index answers in the order of ids.
     */
    private static String within(AuditFilter filter) {
        return filter.tenant() == null
                ? EVENTS
                : EVENTS
                        + "AND tenant_id = :tenant UNION ALL "
                        + EVENTS
                        + "AND tenant_id IS NULL AND subject = :subject";
    }

    private static Query bound(Query query, AuditFilter filter, IdRange range) {
        query.bind("first", range.first())
                .bind("end", range.end())
                .bind("from", filter.from())
                .bind("until", filter.until());
        return filter.tenant() == null
                ? query
                : query.bind("tenant", filter.tenant().value())
                        .bind("subject", filter.tenant().toString());
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        UUID tenant = row.getObject("tenant_id", UUID.class);
        UUID environment = row.getObject("environment_id", UUID.class);
        String mode = row.getString("mode");
        return new AuditEvent(
                row.getObject("id", UUID.class),
                new AuditScope(
                        tenant == null ? null : new TenantId(tenant),
                        environment == null ? null : new EnvironmentId(environment),
                        mode == null ? null : Mode.of(mode).orElseThrow()),
                row.getTimestamp("at").toInstant(),
                new Actor(Actor.Kind.of(row.getString("actor_kind")), row.getString("actor_id")),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("request_id"),
                row.getString("detail"));
    }
}
