package io.hookbridge.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.SchemaVersion;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** The rows beside those of a message, for {@link MessageRows}. */
final class RowInserts {

    /** Of every answer. */
    static final int LATENCY_MS = 120;

    private RowInserts() {}

    /** A tenant with one project, which has the id of its live environment. */
    static void tenant(
            Handle handle, TenantId tenant, EnvironmentId environment, UUID testEnvironment) {
        handle.execute(
                "INSERT INTO tenant (id, name, created_at) VALUES (?, 'Strangers', now())",
                tenant.value());
        handle.execute(
                """
                INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                VALUES (?, ?, 'Strange', 'active', 1000, now(), now())
                """,
                environment.value(),
                tenant.value());
        handle.createUpdate(
                        """
                        INSERT INTO environment (id, project_id, tenant_id, mode)
                        VALUES (:project, :project, :tenant, 'live'), (:test, :project, :tenant, 'test')
                        """)
                .bind("project", environment.value())
                .bind("tenant", tenant.value())
                .bind("test", testEnvironment)
                .execute();
    }

    /**
     * A row of {@code node}, whose time is not over, with a watermark that {@code underWay} is not
     * below.
     */
    static void hasNode(Handle handle, UUID node, MessageId underWay) {
        handle.createUpdate(
                        """
                        INSERT INTO node AS known (id, alive_until, watermark, newest_known)
                        VALUES (:node, now() + interval '1 hour', :id, :known)
                        ON CONFLICT (id) DO UPDATE
                           SET watermark = least(known.watermark, excluded.watermark)
                        """)
                .bind("node", node)
                .bind("known", SchemaVersion.NEWEST)
                .bind("id", underWay.value())
                .execute();
    }

    static void key(
            Handle handle,
            EnvironmentId environment,
            EndpointId endpoint,
            String key,
            MessageId id,
            byte[] sha256,
            Instant expiresAt) {
        handle.createUpdate(
                        """
                        INSERT INTO idempotency_key
                            (environment_id, target_id, key, message_id, payload_sha256, expires_at)
                        VALUES (:environment, :endpoint, :key, :id, :sha, :expires)
                        """)
                .bind("environment", environment.value())
                .bind("endpoint", endpoint.value())
                .bind("key", key)
                .bind("id", id.value())
                .bind("sha", sha256)
                .bind("expires", expiresAt)
                .execute();
    }

    /** An attempt after which another one followed. */
    static void attempt(
            Handle handle,
            EnvironmentId environment,
            MessageId message,
            EndpointId endpoint,
            int number,
            int status) {
        handle.createUpdate(
                        """
                        INSERT INTO attempt
                            (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url,
                             response_status, latency_ms, processing_ms, error_text, decision, retry_type,
                             retry_after_s, resolved_ip, dns_ms, tcp_connect_ms, tls_handshake_ms, ttfb_ms,
                             transfer_ms, conn_reused, user_agent, response_headers, body_truncated)
                        VALUES (:environment, :message, :number, :id, :endpoint, now(), 'https://receiver.example/',
                                :status, :latency, 4, :error, :decision, :type,
                                :after, '203.0.113.42', 12, 20, 31, 50,
                                2, false, 'HookBridge', '{"Server":"example"}', false)
                        """)
                .bind("environment", environment.value())
                .bind("message", message.value())
                .bind("number", number)
                .bind("id", new Uuid7(Instant::now).next())
                .bind("endpoint", endpoint.value())
                .bind("status", status)
                .bind("latency", LATENCY_MS)
                .bind("error", error(status))
                .bind("decision", status < 300 ? "done" : "again")
                .bind("type", status < 300 ? null : "slow")
                .bind("after", status < 300 ? null : (Integer) 1800)
                .execute();
    }

    private static @Nullable String error(int status) {
        return status < 300 ? null : "HTTP " + status;
    }

    /** Whether {@code message} is finished, and with the attempt of this number. */
    static boolean endedBy(
            Handle handle, EnvironmentId environment, MessageId message, int number, int status) {
        return handle.createUpdate(
                                """
                                WITH ended AS MATERIALIZED (
                                    SELECT finished_at - interval '200 ms' AS started_at
                                      FROM outcome
                                     WHERE environment_id = :environment
                                       AND id = :message
                                )
                                UPDATE outcome
                                   SET attempt_id = :attempt, attempt_started_at = (SELECT started_at FROM ended),
                                       processing_ms = 4, response_status = :status, response_latency_ms = :latency,
                                       dns_ms = 12, tcp_connect_ms = 20, tls_handshake_ms = 31, ttfb_ms = 50,
                                       transfer_ms = 2, conn_reused = false, body_truncated = false,
                                       decision = :decision, url = 'https://receiver.example/',
                                       resolved_ip = '203.0.113.42',
                                       user_agent = 'HookBridge',
                                       response_headers = '{"Server":"example"}', last_error = :error
                                 WHERE environment_id = :environment
                                   AND id = :message
                                   AND attempt_count = :number
                                """)
                        .bind("environment", environment.value())
                        .bind("message", message.value())
                        .bind("number", number)
                        .bind("attempt", new Uuid7(Instant::now).next())
                        .bind("status", status)
                        .bind("latency", LATENCY_MS)
                        .bind("decision", status < 300 ? "done" : "attempts_used_up")
                        .bind("error", error(status))
                        .execute()
                > 0;
    }

    static void responseBody(Handle handle, MessageId message, int number, byte[] body) {
        handle.createUpdate(
                        """
                        INSERT INTO response_body (environment_id, message_id, attempt_no, expires_on, body)
                        SELECT environment_id, id, :number, (payload_expires_at AT TIME ZONE 'UTC')::date, :body
                          FROM message_view
                         WHERE id = :message
                        """)
                .bind("message", message.value())
                .bind("number", number)
                .bind("body", body)
                .execute();
    }
}
