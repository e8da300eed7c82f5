package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.Forwarding;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.SignAsProvider;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads endpoints that receive, also deleted ones, as the engine delivers to them. */
final class InboundTargetStore {

    private static final Logger log = LoggerFactory.getLogger(InboundTargetStore.class);

    /** One that does not forward has nothing delivered to it by the engine. */
    private static final String FIND =
            "SELECT "
                    + InboundRows.COLUMNS
                    + """
                    ,\
                    """
                    + InboundRows.PRESET_DOCUMENT
                    + """
                    , v.project_id, v.mode AS environment_mode, p.retry_policy AS project_retry_policy,
                      i.mode <> 'forward' OR p.deleted_at IS NOT NULL OR t.status <> 'active' AS waits,
                      e.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL OR t.status = 'erasing' AS deleted,
                      k.ids, k.sealed
                    """
                    + InboundRows.TABLES
                    + """
                      JOIN environment v ON v.id = e.environment_id
                      JOIN project p ON p.id = v.project_id
                      JOIN tenant t ON t.id = e.tenant_id,
                           LATERAL (SELECT coalesce(array_agg(id ORDER BY id), '{}') AS ids,
                                           coalesce(array_agg(sealed ORDER BY id), '{}') AS sealed
                                      FROM signing_key
                                     WHERE endpoint_id = e.id
                                       AND deleted_at IS NULL) k
                     WHERE e.id = ANY(:ids)
                       AND e.direction = 'inbound'
                    """;

    private final Jdbi jdbi;
    private final InboundRows rows;
    private final SealedKeys keys;
    private final RetryPolicy installation;
    private final IngestUrl ingest;
    private final EndpointPresets presets;

    InboundTargetStore(
            Jdbi jdbi,
            SealedInbound sealed,
            SealedKeys keys,
            RetryPolicy installation,
            IngestUrl ingest,
            EndpointPresets presets) {
        this.jdbi = jdbi;
        this.rows = new InboundRows(sealed);
        this.keys = keys;
        this.installation = installation;
        this.ingest = ingest;
        this.presets = presets;
    }

    /**
     * @throws IllegalStateException if its secrets do not open
     */
    Optional<DeliveryTarget> find(TargetId target) {
        return jdbi.withHandle(handle ->
                handle.createQuery(FIND)
                        .bind("ids", new UUID[] {target.value()})
                        .map((row, _) -> target(row))
                        .findOne());
    }

    /** Those that there are and whose secrets open. */
    Map<TargetId, DeliveryTarget> findAll(Collection<TargetId> targets) {
        Map<TargetId, DeliveryTarget> found = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(FIND)
                        .bind("ids", targets.stream().map(TargetId::value).toArray(UUID[]::new))
                        .map((row, _) -> readable(row))
                        .forEach(read -> read.ifPresent(target -> found.put(target.id(), target))));
        return found;
    }

    private Optional<DeliveryTarget> readable(ResultSet row) throws SQLException {
        try {
            return Optional.of(target(row));
        } catch (RuntimeException unreadable) {
            log.error(
                    "nothing is forwarded by {}: {}",
                    new InboundEndpointId(row.getObject("id", UUID.class)),
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    private DeliveryTarget target(ResultSet row) throws SQLException {
        InboundEndpoint endpoint = rows.endpoint(row);
        return new DeliveryTarget(
                TargetId.of(endpoint.id()),
                new Environment(
                        new EnvironmentId(row.getObject("environment_id", UUID.class)),
                        new ProjectId(row.getObject("project_id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        Mode.of(row.getString("environment_mode")).orElseThrow()),
                Direction.INBOUND,
                endpoint.url(),
                Map.of(),
                0,
                0,
                endpoint.scheme(),
                endpoint.signed(),
                keys.openAll(row),
                RetryChoice.ofStored(row.getString("project_retry_policy")).over(installation),
                new Forwarding(
                        ingest.masked(endpoint), endpoint.forwardsQuery(), signer(endpoint, row)),
                row.getBoolean("waits"),
                row.getBoolean("deleted"));
    }

    /** A deleted endpoint's preset may be gone, too. */
    private @Nullable SignAsProvider signer(InboundEndpoint endpoint, ResultSet row)
            throws SQLException {
        return endpoint.signsAsProvider() && !row.getBoolean("deleted")
                ? presets.of(endpoint, row.getString("preset_document"))
                        .map(it -> new SignForwarded(it.preset().id(), it.verifier()))
                        .orElse(null)
                : null;
    }
}
