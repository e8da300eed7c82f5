package io.hookbridge.insight.installation;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;

/** Statements about all tenants and servers. */
final class InstallationStore {

    private static final int MOST_TABLES = 12;

    private final Jdbi jdbi;

    InstallationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<Server> servers() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT s.id, s.version, s.started_at, ARRAY(SELECT unnest(s.roles) ORDER BY 1) AS roles,
                                       ARRAY(SELECT l.name FROM lease l
                                              WHERE l.holder = s.id AND l.until > now() ORDER BY l.name) AS leases
                                  FROM running_server s
                                 WHERE s.alive_until >= now()
                                 ORDER BY s.started_at, s.id
                                """)
                        .map((row, _) ->
                                new Server(
                                        row.getObject("id", UUID.class),
                                        row.getString("version"),
                                        row.getTimestamp("started_at").toInstant(),
                                        List.of((String[]) row.getArray("roles").getArray()),
                                        List.of((String[]) row.getArray("leases").getArray())))
                        .list());
    }

    List<DeliveryNode> nodes() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, alive_until, fenced, watermark
                                  FROM node
                                 ORDER BY id
                                """)
                        .map((row, _) ->
                                new DeliveryNode(
                                        row.getObject("id", UUID.class),
                                        row.getTimestamp("alive_until").toInstant(),
                                        row.getBoolean("fenced"),
                                        Uuid7.madeAt(row.getObject("watermark", UUID.class))))
                        .list());
    }

    /** Partitions count for the table that they are of. */
    List<StoredTable> tables() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT coalesce(parent.relname, c.relname) AS name,
                                       count(*) FILTER (WHERE c.relname ~ '_[0-9]{8}$') AS partitions,
                                       min(right(c.relname, 8)) FILTER (WHERE c.relname ~ '_[0-9]{8}$') AS first,
                                       max(right(c.relname, 8)) FILTER (WHERE c.relname ~ '_[0-9]{8}$') AS last,
                                       sum(greatest(c.reltuples, 0))::bigint AS rows,
                                       sum(pg_total_relation_size(c.oid))::bigint AS bytes
                                  FROM pg_class c
                                  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
                                  LEFT JOIN pg_class parent ON parent.oid = i.inhparent
                                 WHERE c.relkind = 'r'
                                   AND c.relnamespace = current_schema()::regnamespace
                                 GROUP BY 1
                                 ORDER BY bytes DESC, name
                                 LIMIT :most
                                """)
                        .bind("most", MOST_TABLES)
                        .map((row, _) ->
                                new StoredTable(
                                        row.getString("name"),
                                        row.getInt("partitions"),
                                        row.getString("first"),
                                        row.getString("last"),
                                        row.getLong("rows"),
                                        row.getLong("bytes")))
                        .list());
    }

    long bytes() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT pg_database_size(current_database())")
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * The newest first.
     *
     * @param one the only one wanted, or null
     */
    List<TenantUse> tenants(
            String text,
            @Nullable TenantId one,
            @Nullable TenantId before,
            int most,
            YearMonth month) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT t.id, t.name, t.status, t.created_at,
                                       (SELECT count(*) FROM project p
                                         WHERE p.tenant_id = t.id AND p.deleted_at IS NULL) AS projects,
                                       (SELECT count(*) FROM console_user u WHERE u.tenant_id = t.id) AS people,
                                       (SELECT count(*) FROM endpoint e
                                         WHERE e.tenant_id = t.id AND e.deleted_at IS NULL) AS endpoints,
                                       coalesce(u.message_count, 0) AS messages,
                                       coalesce(u.overage_count, 0) AS beyond
                                  FROM tenant t
                                  LEFT JOIN usage_month u ON u.tenant_id = t.id AND u.month = :month
                                 WHERE (:one::uuid IS NULL OR t.id = :one::uuid)
                                   AND (:before::uuid IS NULL OR t.id < :before::uuid)
                                   AND (:text = '' OR strpos(lower(t.name), lower(:text)) > 0)
                                 ORDER BY t.id DESC
                                 LIMIT :most
                                """)
                        .bind("one", one == null ? null : one.value())
                        .bind("before", before == null ? null : before.value())
                        .bind("text", text)
                        .bind("month", month.atDay(1))
                        .bind("most", most)
                        .map((row, _) -> tenant(row))
                        .list());
    }

    private static TenantUse tenant(ResultSet row) throws SQLException {
        return new TenantUse(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("status"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("projects"),
                row.getLong("people"),
                row.getLong("endpoints"),
                row.getLong("messages"),
                row.getLong("beyond"));
    }
}
