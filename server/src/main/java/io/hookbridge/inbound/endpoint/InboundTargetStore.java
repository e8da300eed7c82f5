package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.Direction;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.Forwarding;
import io.hookbridge.delivery.target.SealedKeys;
import io.hookbridge.delivery.target.SignAsProvider;
import io.hookbridge.delivery.target.TargetStore;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Reads endpoints that receive, also deleted ones, as the engine delivers to them. */
final class InboundTargetStore {

    /** One that does not forward has nothing delivered to it by the engine. */
    private static final String FIND =
            "SELECT "
                    + InboundRows.COLUMNS
                    + """
                    ,\
                    """
                    + InboundRows.PRESET_DOCUMENT
                    + """
                    , v.project_id, v.mode AS environment_mode,
                      i.mode <> 'forward' OR p.deleted_at IS NOT NULL OR t.status <> 'active' AS waits,
                      e.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL OR t.status = 'erasing' AS deleted,
                      k.ids, k.sealed
                    """
                    + InboundRows.TABLES
                    + """
                      JOIN environment v ON v.id = e.environment_id
                      JOIN project p ON p.id = v.project_id
                      JOIN tenant t ON t.id = e.tenant_id,
                    """
                    + TargetStore.KEYS
                    + """
                     WHERE e.id = ANY(:ids)
                       AND e.direction = 'inbound'
                    """;

    private final TargetStore targets;
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
        this.rows = new InboundRows(sealed);
        this.keys = keys;
        this.installation = installation;
        this.ingest = ingest;
        this.presets = presets;
        this.targets = new TargetStore(jdbi, FIND, this::target);
    }

    TargetStore targets() {
        return targets;
    }

    private DeliveryTarget target(ResultSet row) throws SQLException {
        InboundEndpoint endpoint = rows.endpoint(row);
        return new DeliveryTarget(
                TargetId.of(endpoint.id()),
                TargetStore.environment(row),
                Direction.INBOUND,
                endpoint.url(),
                Map.of(),
                0,
                0,
                endpoint.scheme(),
                endpoint.signed(),
                keys.openAll(row),
                null,
                endpoint.retryPolicy(installation),
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
