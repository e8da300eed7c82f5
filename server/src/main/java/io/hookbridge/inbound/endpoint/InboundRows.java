package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.db.Columns;
import io.hookbridge.retry.RetryChoice;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** How an endpoint that receives is read from its two rows. */
record InboundRows(SealedInbound sealed) {

    /** What {@link #endpoint} reads. */
    static final String COLUMNS =
            """
            e.id, e.environment_id, e.tenant_id, e.description, e.url, e.hmac_enabled, e.created_at, e.updated_at,
            i.name, i.mode, i.paused, i.token_sealed, i.verify_static_token, i.token_header_name,
            i.token_query_param, i.token_value_sha256, i.verify_hmac, i.hmac_header_name, i.secrets_sealed,
            i.timestamp_header_name, i.timestamp_ttl_seconds, i.allow_unsigned_timestamp, i.verify_ip_allowlist,
            i.allowed_cidrs,
            i.idempotency_header_names, i.ingest_response_code, i.forward_query, i.retention_days,
            i.event_type_source, i.event_type_path, i.preset, i.preset_verify_token_sealed,
            i.takes_secret_until, i.sign_as_provider, e.retry_policy,
            (SELECT p.retry_policy FROM environment v JOIN project p ON p.id = v.project_id
              WHERE v.id = e.environment_id) AS project_retry_policy
            """;

    /** What the environment's own preset of the name is, if the endpoint names one. */
    static final String PRESET_DOCUMENT =
            """
            (SELECT o.document
               FROM inbound_preset o
              WHERE o.environment_id = e.environment_id
                AND o.id = i.preset) AS preset_document
            """;

    /** Where that stands. */
    static final String TABLES =
            """
              FROM endpoint e
              JOIN inbound_endpoint i ON i.endpoint_id = e.id
            """;

    /**
     * @throws IllegalStateException if its secrets do not open
     */
    InboundEndpoint endpoint(ResultSet row) throws SQLException {
        InboundEndpointId id = new InboundEndpointId(row.getObject("id", UUID.class));
        return new InboundEndpoint(
                id,
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("name"),
                row.getString("description"),
                InboundMode.of(row.getString("mode")).orElseThrow(),
                row.getString("url"),
                row.getBoolean("hmac_enabled"),
                row.getBoolean("sign_as_provider"),
                sealed.openToken(id, row.getBytes("token_sealed")),
                checks(id, row),
                texts(row, "idempotency_header_names"),
                row.getInt("ingest_response_code"),
                row.getBoolean("forward_query"),
                row.getObject("retention_days", Integer.class),
                eventType(row),
                RetryChoice.ofStored(row.getString("retry_policy")),
                RetryChoice.ofStored(row.getString("project_retry_policy")),
                row.getBoolean("paused"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private InboundChecks checks(InboundEndpointId id, ResultSet row) throws SQLException {
        return new InboundChecks(
                row.getBoolean("verify_static_token"),
                row.getString("token_header_name"),
                row.getString("token_query_param"),
                row.getBytes("token_value_sha256"),
                row.getBoolean("verify_hmac"),
                row.getString("hmac_header_name"),
                sealed.openSecrets(id, row.getBytes("secrets_sealed")),
                row.getString("timestamp_header_name"),
                row.getInt("timestamp_ttl_seconds"),
                row.getBoolean("allow_unsigned_timestamp"),
                row.getBoolean("verify_ip_allowlist"),
                texts(row, "allowed_cidrs").stream().map(AddressRange::of).toList(),
                row.getString("preset"),
                sealed.openVerifyToken(id, row.getBytes("preset_verify_token_sealed")),
                Columns.instant(row, "takes_secret_until"));
    }

    private static @Nullable EventTypeRule eventType(ResultSet row) throws SQLException {
        String source = row.getString("event_type_source");
        return source == null
                ? null
                : EventTypeRule.of(source, row.getString("event_type_path")).orElse(null);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
