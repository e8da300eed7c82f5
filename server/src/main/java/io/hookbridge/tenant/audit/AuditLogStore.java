package io.hookbridge.tenant.audit;

import io.hookbridge.access.Actor;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.IpAddress;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads audit rows, the newest first. */
final class AuditLogStore {

    private static final String EVENTS =
            """
            SELECT * FROM audit_event
             WHERE id >= :first AND id < :end
               AND (:from::timestamptz IS NULL OR at >= :from)
               AND (:until::timestamptz IS NULL OR at < :until)
            """;

    private final Jdbi jdbi;

    AuditLogStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param looked how many of the newest are looked at
     * @param most of those that fit
     */
    List<AuditEvent> find(AuditFilter filter, IdRange range, int looked, int most) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT near.id, near.tenant_id, near.environment_id,
                                               coalesce(near.mode, v.mode) AS mode, at, actor_kind, actor_id, address, action,
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
    Optional<UUID> horizon(AuditFilter filter, IdRange range, int looked) {
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
                new Actor(
                        Actor.Kind.of(row.getString("actor_kind")),
                        row.getString("actor_id"),
                        address(row.getString("address"))),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("request_id"),
                row.getString("detail"));
    }

    private static @Nullable IpAddress address(@Nullable String text) {
        return text == null ? null : IpAddress.parse(text).orElse(null);
    }
}
