package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.delivery.target.TargetStore;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads endpoints that receive, also deleted ones, with what they belong to. */
final class InboundGateStore {

    private static final String FIND =
            "SELECT "
                    + InboundRows.COLUMNS
                    + """
                    ,\
                    """
                    + InboundRows.PRESET_DOCUMENT
                    + """
                    , v.project_id, v.mode AS environment_mode,
                      e.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL OR t.status = 'erasing' AS deleted,
                      t.status <> 'active' AS stopped
                    """
                    + InboundRows.TABLES
                    + """
                      JOIN environment v ON v.id = e.environment_id
                      JOIN project p ON p.id = v.project_id
                      JOIN tenant t ON t.id = e.tenant_id
                     WHERE e.id = :id
                       AND e.direction = 'inbound'
                    """;

    private final Jdbi jdbi;
    private final InboundRows rows;
    private final IngestUrl ingest;
    private final EndpointPresets presets;

    InboundGateStore(Jdbi jdbi, SealedInbound sealed, IngestUrl ingest, EndpointPresets presets) {
        this.jdbi = jdbi;
        this.ingest = ingest;
        this.presets = presets;
        this.rows = new InboundRows(sealed);
    }

    /**
     * @throws IllegalStateException if its secrets do not open, or there is no such preset as it
     *     has
     */
    Optional<InboundGate> find(InboundEndpointId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(FIND)
                        .bind("id", id.value())
                        .map((row, _) -> gate(row))
                        .findOne());
    }

    private InboundGate gate(ResultSet row) throws SQLException {
        InboundEndpoint endpoint = rows.endpoint(row);
        boolean deleted = row.getBoolean("deleted");
        return new InboundGate(
                endpoint,
                TargetStore.environment(row),
                deleted,
                row.getBoolean("stopped"),
                // A deleted endpoint judges nothing, and its preset may be gone.
                deleted ? Optional.empty() : presets.of(endpoint, row.getString("preset_document")),
                ingest);
    }
}
