package io.hookbridge.message;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.message.MessageCounts.CountChange;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts endpoints and messages of one project into the tables, in any state, with their payloads and
 * counts, as if they had been sent and delivered.
 */
public final class MessageRows {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Jdbi jdbi;
    private final TenantId tenant;
    private final EnvironmentId environment;

    public MessageRows(Jdbi jdbi, TenantId tenant, EnvironmentId environment) {
        this.jdbi = Database.withArguments(jdbi);
        this.tenant = tenant;
        this.environment = environment;
    }

    /** Rows of the environment that {@link TestApp#KEY} acts for. */
    public static MessageRows of(TestApp app) {
        Jdbi jdbi = app.jdbi();
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT tenant_id, id FROM environment WHERE mode = 'live' ORDER BY id LIMIT 1")
                        .map((row, _) ->
                                new MessageRows(
                                        jdbi,
                                        new TenantId(row.getObject("tenant_id", UUID.class)),
                                        new EnvironmentId(row.getObject("id", UUID.class))))
                        .one());
    }

    /** Rows of a tenant and an environment that are made for this and have no key. */
    public static MessageRows ofStranger(Jdbi jdbi) {
        Uuid7 ids = new Uuid7(Instant::now);
        MessageRows rows =
                new MessageRows(jdbi, new TenantId(ids.next()), new EnvironmentId(ids.next()));
        rows.jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO tenant (id, name, created_at) VALUES (?, 'Strangers', now())",
                    rows.tenant.value());
            handle.execute(
                    """
                    INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                    VALUES (?, ?, 'Strange', 'active', 1000, now(), now())
                    """,
                    rows.environment.value(),
                    rows.tenant.value());
            handle.createUpdate(
                            """
                            INSERT INTO environment (id, project_id, tenant_id, mode)
                            VALUES (:project, :project, :tenant, 'live'), (:test, :project, :tenant, 'test')
                            """)
                    .bind("project", rows.environment.value())
                    .bind("tenant", rows.tenant.value())
                    .bind("test", ids.next())
                    .execute();
        });
        return rows;
    }

    public TenantId tenant() {
        return tenant;
    }

    public EnvironmentId environment() {
        return environment;
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** A new endpoint with a URL of its own. */
    public EndpointId endpoint() {
        return endpoint("https://receiver.example/" + COUNT.incrementAndGet());
    }

    public EndpointId endpoint(String url) {
        EndpointId id = new EndpointId(new Uuid7(Instant::now).next());
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO endpoint (id, environment_id, tenant_id, url, place_sha256, created_at, updated_at)
                        VALUES (?, ?, ?, ?, ?, now(), now())
                        """,
                        id.value(),
                        environment.value(),
                        tenant.value(),
                        url,
                        Sha256.of(url)));
        return id;
    }

    /** A message to {@code endpoint}, created now; a later one has a greater id. */
    public Draft message(EndpointId endpoint) {
        return new Draft(endpoint);
    }

    /** A message before it lies in the tables. */
    public final class Draft {

        private final EndpointId endpoint;
        private Instant createdAt =
                Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofMinutes(1));
        private byte @Nullable [] payload = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
        private @Nullable Instant expiresAt;
        private @Nullable String key;
        private int attempts = -1;
        private int replays;
        private boolean keepPayload = true;

        private Draft(EndpointId endpoint) {
            this.endpoint = endpoint;
        }

        public Draft createdAt(Instant at) {
            createdAt = at;
            return this;
        }

        public Draft payload(String json) {
            payload = json.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** As after a sweep, or after a delivery that keeps nothing. */
        public Draft withoutPayload() {
            payload = null;
            keepPayload = false;
            return this;
        }

        /** When the payload expires; 30 days after the creation unless told. */
        public Draft expiresAt(Instant at) {
            expiresAt = at;
            return this;
        }

        public Draft key(String idempotencyKey) {
            key = idempotencyKey;
            return this;
        }

        /** How many attempts were made; 0 for a queued message and 1 for others unless told. */
        public Draft attempts(int count) {
            attempts = count;
            return this;
        }

        public Draft replays(int count) {
            replays = count;
            return this;
        }

        public MessageId queued() {
            return pending("queued", createdAt, null, null);
        }

        /** Held by {@code node}, with fence 1. */
        public MessageId delivering(UUID node) {
            return pending("queued", null, node, null);
        }

        /**
         * Waiting until {@code dueAt}.
         *
         * @param retryType {@code fast} or {@code slow}
         */
        public MessageId pendingRetry(Instant dueAt, String retryType) {
            return pending("pending_retry", dueAt, null, retryType);
        }

        /** Held by {@code node} for another attempt than the first, with fence 1. */
        public MessageId retrying(UUID node) {
            return pending("pending_retry", null, node, "slow");
        }

        /** Delivered 500 ms after its creation, answered with 200 in 120 ms. */
        public MessageId succeeded() {
            return finished("succeeded", createdAt.plusMillis(500), 200, null);
        }

        /** Given up an hour after its creation, answered with 503. */
        public MessageId failed() {
            return finished(
                    "failed_permanent", createdAt.plus(Duration.ofHours(1)), 503, "HTTP 503");
        }

        private MessageId pending(
                String status,
                @Nullable Instant dueAt,
                @Nullable UUID node,
                @Nullable String retryType) {
            boolean retry = status.equals("pending_retry");
            int made = attempts < 0 ? (retry ? 1 : 0) : attempts;
            MessageId id = id();
            jdbi.useTransaction(handle -> {
                handle.createUpdate(
                                """
                                INSERT INTO pending_message
                                    (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, due_at, node,
                                     fence, attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes, payload_sha256,
                                     payload_expires_at, keep_payload, first_attempt_at, processing_ms,
                                     response_status, response_latency_ms, last_error, retry_type)
                                VALUES (:environment, :id, :endpoint, :id, :created, :created, :status,
                                        coalesce(:due::timestamptz, 'infinity'), :node::uuid,
                                        1, :attempts, :replays, 'outbound', 'application/json', :key, :size, :sha,
                                        :expires, :keep, :first, :processing,
                                        :response, :latency, :error, :type)
                                """)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .bind("endpoint", endpoint.value())
                        .bind("created", createdAt)
                        .bind("status", status)
                        .bind("due", dueAt)
                        .bind("node", node)
                        .bind("attempts", made)
                        .bind("replays", replays)
                        .bind("key", key)
                        .bind("size", size())
                        .bind("sha", sha())
                        .bind("expires", expires())
                        .bind("keep", keepPayload)
                        .bind("first", made > 0 ? createdAt.plusMillis(300) : null)
                        .bind("processing", made > 0 ? 4 : null)
                        .bind("response", made > 0 ? (Integer) 503 : null)
                        .bind("latency", made > 0 ? (Integer) 120 : null)
                        .bind("error", made > 0 ? "HTTP 503" : null)
                        .bind("type", retryType)
                        .execute();
                beside(handle, id, none().retrying(retry ? 1 : 0));
            });
            return id;
        }

        private MessageId finished(
                String status, Instant at, int response, @Nullable String error) {
            MessageId id = id();
            boolean succeeded = error == null;
            jdbi.useTransaction(handle -> {
                handle.createUpdate(
                                """
                                INSERT INTO finished_message
                                    (environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at,
                                     fence, attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes, payload_sha256,
                                     payload_expires_at, keep_payload, first_attempt_at, processing_ms,
                                     response_status, response_latency_ms, last_error)
                                VALUES (:environment, :id, :endpoint, :id, :created, :finished, :status, :finished, 1,
                                        :attempts, :replays, 'outbound', 'application/json', :key, :size, :sha,
                                        :expires, :keep, :first, 4, :response, 120, :error)
                                """)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .bind("endpoint", endpoint.value())
                        .bind("created", createdAt)
                        .bind("finished", at)
                        .bind("status", status)
                        .bind("attempts", attempts < 0 ? 1 : attempts)
                        .bind("replays", replays)
                        .bind("key", key)
                        .bind("size", size())
                        .bind("sha", sha())
                        .bind("expires", expires())
                        .bind("keep", keepPayload)
                        .bind("first", createdAt.plusMillis(300))
                        .bind("response", response)
                        .bind("error", error)
                        .execute();
                beside(handle, id, succeeded ? none().succeeded(1) : none().failed(1));
            });
            return id;
        }

        private MessageId id() {
            return new MessageId(new Uuid7(() -> createdAt).next());
        }

        private CountChange none() {
            return accepted(environment, endpoint, createdAt);
        }

        private int size() {
            return payload == null ? 7 : payload.length;
        }

        private byte[] sha() {
            return Sha256.of(payload == null ? new byte[7] : payload);
        }

        private Instant expires() {
            return expiresAt == null ? createdAt.plus(Duration.ofDays(30)) : expiresAt;
        }

        /** The payload, the idempotency key and the count. */
        private void beside(Handle handle, MessageId id, CountChange change) {
            if (payload != null) {
                handle.createUpdate(
                                """
                                INSERT INTO payload (environment_id, id, expires_on, body)
                                VALUES (:environment, :id, (:expires AT TIME ZONE 'UTC')::date, :body)
                                """)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .bind("expires", expires())
                        .bind("body", payload)
                        .execute();
            }
            if (key != null) {
                handle.createUpdate(
                                """
                                INSERT INTO idempotency_key
                                    (environment_id, endpoint_id, key, message_id, payload_sha256, expires_at)
                                VALUES (:environment, :endpoint, :key, :id, :sha, :expires)
                                """)
                        .bind("environment", environment.value())
                        .bind("endpoint", endpoint.value())
                        .bind("key", key)
                        .bind("id", id.value())
                        .bind("sha", sha())
                        .bind("expires", expires())
                        .execute();
            }
            MessageCounts.add(handle, List.of(change));
        }
    }

    /**
     * An attempt at {@code message}, answered with {@code status} in 120 ms.
     *
     * @param body what the receiver answered; null if nothing was kept
     */
    public void attempt(
            MessageId message,
            EndpointId endpoint,
            int number,
            int status,
            byte @Nullable [] body) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO attempt
                                    (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url,
                                     response_status, latency_ms, processing_ms, error_text, decision, retry_type,
                                     retry_after_s, resolved_ip, dns_ms, tcp_connect_ms, tls_handshake_ms, ttfb_ms,
                                     transfer_ms, conn_reused, request_headers, response_headers, body_truncated)
                                VALUES (:environment, :message, :number, :id, :endpoint, now(), 'https://receiver.example/',
                                        :status, 120, 4, :error, :decision, :type,
                                        :after, '203.0.113.42', 12, 20, 31, 50,
                                        2, false, '{"Content-Type":"application/json"}', '{"Server":"example"}', false)
                                """)
                        .bind("environment", environment.value())
                        .bind("message", message.value())
                        .bind("number", number)
                        .bind("id", new Uuid7(Instant::now).next())
                        .bind("endpoint", endpoint.value())
                        .bind("status", status)
                        .bind("error", status < 300 ? null : "HTTP " + status)
                        .bind("decision", status < 300 ? "done" : "again")
                        .bind("type", status < 300 ? null : "slow")
                        .bind("after", status < 300 ? null : (Integer) 1800)
                        .execute());
        if (body != null) {
            responseBody(message, number, body);
        }
    }

    private void responseBody(MessageId message, int number, byte[] body) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO response_body (environment_id, message_id, attempt_no, expires_on, body)
                                SELECT environment_id, id, :number, (payload_expires_at AT TIME ZONE 'UTC')::date, :body
                                  FROM message
                                 WHERE id = :message
                                """)
                        .bind("message", message.value())
                        .bind("number", number)
                        .bind("body", body)
                        .execute());
    }

    /** The count of one message that was accepted and is pending. */
    public static CountChange accepted(
            EnvironmentId environment, EndpointId endpoint, Instant createdAt) {
        return new CountChange(environment, endpoint, createdAt, 1, 0, 0, 0, 0, 0, 0, 0);
    }
}
