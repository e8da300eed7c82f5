package io.hookbridge.insight.overview;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.message.MessageStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds where things of a tenant are. */
public final class LookupStore {

    private final Jdbi jdbi;

    public LookupStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An endpoint.
     *
     * @param direction {@code PULL} for one whose events are fetched
     * @param name what people call it; empty for none
     * @param url where its messages go; empty for none
     */
    public record FoundEndpoint(
            UUID id, EnvironmentId environment, Direction direction, String name, String url) {}

    /** Where a message is. */
    public record FoundMessage(MessageId id, EnvironmentId environment, Direction direction) {}

    /** Whether the environment has an endpoint to send to. */
    public boolean hasEndpoint(EnvironmentId environment) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT
                                                 FROM endpoint
                                                WHERE environment_id = :environment
                                                  AND direction = 'outbound'
                                                  AND deleted_at IS NULL)
                                """)
                        .bind("environment", environment.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The endpoint with this id; empty if the tenant has none, or has deleted it. */
    public Optional<FoundEndpoint> endpoint(TenantId tenant, UUID id) {
        return jdbi.withHandle(handle ->
                endpoints(handle, "id = :id", tenant)
                        .bind("id", id)
                        .map((row, _) -> found(row))
                        .findOne());
    }

    /**
     * Endpoints whose name or URL has these words in it, in whatever case, the newest first.
     *
     * @param words not empty
     * @param most at least 1
     */
    public List<FoundEndpoint> endpoints(TenantId tenant, String words, int most) {
        return jdbi.withHandle(handle ->
                endpoints(
                                handle,
                                """
                                (position(lower(:words) IN lower(url)) > 0
                                 OR position(lower(:words) IN lower(name)) > 0)
                                """,
                                tenant)
                        .bind("words", words)
                        .setMaxRows(most)
                        .map((row, _) -> found(row))
                        .list());
    }

    private static Query endpoints(Handle handle, String condition, TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT id, environment_id, direction, name, url
                          FROM (SELECT e.id, e.tenant_id, e.environment_id, e.url,
                                       CASE WHEN i.mode = 'pull' THEN 'pull' ELSE e.direction END AS direction,
                                       coalesce(nullif(i.name, ''), e.description, '') AS name
                                  FROM endpoint e
                                  LEFT JOIN inbound_endpoint i ON i.endpoint_id = e.id
                                 WHERE e.deleted_at IS NULL) AS named
                         WHERE tenant_id = :tenant
                           AND %s
                         ORDER BY id DESC
                        """
                                .formatted(condition))
                .bind("tenant", tenant.value());
    }

    private static FoundEndpoint found(ResultSet row) throws SQLException {
        return new FoundEndpoint(
                row.getObject("id", UUID.class),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                Direction.of(row.getString("direction")),
                row.getString("name"),
                row.getString("url"));
    }

    /**
     * The message with this id.
     *
     * @param environments of one tenant
     */
    public Optional<FoundMessage> message(Collection<EnvironmentId> environments, MessageId id) {
        UUID[] ids = environments.stream().map(EnvironmentId::value).toArray(UUID[]::new);
        return jdbi.withHandle(handle ->
                MessageStore.views(handle).stream()
                        .flatMap(view -> message(handle, view, ids, id).stream())
                        .findFirst());
    }

    private static Optional<FoundMessage> message(
            Handle handle, String view, UUID[] environments, MessageId id) {
        return handle.createQuery(
                        """
                        SELECT environment_id, direction
                          FROM %s
                         WHERE environment_id = ANY(:environments)
                           AND id = :id
                        """
                                .formatted(view))
                .bind("environments", environments)
                .bind("id", id.value())
                .map((row, _) ->
                        new FoundMessage(
                                id,
                                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                                Direction.of(row.getString("direction"))))
                .findFirst();
    }
}
