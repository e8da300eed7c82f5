package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
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
        rows.jdbi.useHandle(
                handle -> RowInserts.tenant(handle, rows.tenant, rows.environment, ids.next()));
        return rows;
    }

    public TenantId tenant() {
        return tenant;
    }

    /** Somebody who asks something of outbound messages with an API key. */
    public Requester requester() {
        return new Requester(
                tenant(),
                environment(),
                Direction.OUTBOUND,
                new Actor(Actor.Kind.API_KEY, "key_1"),
                "req_1");
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
                        INSERT INTO endpoint (id, environment_id, tenant_id, direction, url, place_sha256, created_at, updated_at)
                        VALUES (?, ?, ?, 'outbound', ?, ?, now(), now())
                        """,
                        id.value(),
                        environment.value(),
                        tenant.value(),
                        url,
                        Sha256.of(url)));
        return id;
    }

    /** From now on no engine takes messages away that wait for {@code endpoint}. */
    public void pause(EndpointId endpoint) {
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE endpoint SET paused_reason = 'requested' WHERE id = ?",
                        endpoint.value()));
    }

    /** From now on what lies in the place of the message's headers opens, and is none. */
    public void unreadable(MessageId id, SecretBox secrets) {
        byte[] sealed = secrets.seal("no JSON", "headers of payload " + id.value());
        jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE message SET head_sealed = ? WHERE id = ?", sealed, id.value()));
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

        /**
         * As after a sweep, or after a delivery that keeps nothing; for a finished message only.
         */
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

        /** In the hands of {@code node} since it was accepted, without a place in the queue. */
        public MessageId delivering(UUID node) {
            MessageId id = id();
            CountChanges counts = counts(Counted.QUEUED);
            jdbi.useTransaction(handle -> {
                RowInserts.hasNode(handle, node, id);
                insertMessage(handle, id, node);
                beside(handle, id, counts);
            });
            return id;
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

        /** Given up an hour after its creation, or by now, answered with 503. */
        public MessageId failed() {
            Instant later = createdAt.plus(Duration.ofHours(1));
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            return failedAt(later.isBefore(now) || createdAt.isAfter(now) ? later : now);
        }

        /** Given up at this moment, answered with 503. */
        public MessageId failedAt(Instant at) {
            return finished("failed_permanent", at, 503, "HTTP 503");
        }

        private MessageId pending(
                String status,
                @Nullable Instant dueAt,
                @Nullable UUID node,
                @Nullable String retryType) {
            boolean retry = status.equals("pending_retry");
            int made = attempts < 0 ? (retry ? 1 : 0) : attempts;
            MessageId id = id();
            CountChanges counts = counts(retry ? Counted.RETRYING : Counted.QUEUED);
            made(counts, made, 503);
            jdbi.useTransaction(handle -> {
                if (node != null) {
                    RowInserts.hasNode(handle, node, id);
                }
                insertMessage(handle, id, null);
                handle.createUpdate(
                                """
                                INSERT INTO queue
                                    (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, node,
                                     fence, attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes, payload_sha256,
                                     payload_expires_at, keep_payload, first_attempt_at, processing_ms,
                                     response_status, response_latency_ms, last_error, retry_type)
                                VALUES (:environment, :id, :endpoint, :created, :created, :status,
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
                        .bind("first", made > 0 ? firstAttemptAt() : null)
                        .bind("processing", made > 0 ? 4 : null)
                        .bind("response", made > 0 ? (Integer) 503 : null)
                        .bind("latency", made > 0 ? (Integer) RowInserts.LATENCY_MS : null)
                        .bind("error", made > 0 ? "HTTP 503" : null)
                        .bind("type", retryType)
                        .execute();
                beside(handle, id, counts);
            });
            return id;
        }

        private MessageId finished(
                String status, Instant at, int response, @Nullable String error) {
            int made = attempts < 0 ? 1 : attempts;
            MessageId id = id();
            CountChanges counts = counts(error == null ? Counted.SUCCEEDED : Counted.FAILED);
            made(counts, made, response);
            jdbi.useTransaction(handle -> {
                if (payload != null) {
                    insertMessage(handle, id, null);
                }
                handle.createUpdate(
                                """
                                INSERT INTO outcome
                                    (environment_id, id, endpoint_id, created_at, status, finished_at,
                                     fence, attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes,
                                     payload_sha256, payload_expires_at, keep_payload, first_attempt_at)
                                VALUES (:environment, :id, :endpoint, :created, :status, :finished, 1,
                                        :attempts, :replays, 'outbound', 'application/json', :key, :size, :sha,
                                        :expires, :keep, :first)
                                """)
                        .bind("environment", environment.value())
                        .bind("id", id.value())
                        .bind("endpoint", endpoint.value())
                        .bind("created", createdAt)
                        .bind("finished", at)
                        .bind("status", status)
                        .bind("attempts", made)
                        .bind("replays", replays)
                        .bind("key", key)
                        .bind("size", size())
                        .bind("sha", sha())
                        .bind("expires", expires())
                        .bind("keep", keepPayload)
                        .bind("first", made > 0 ? firstAttemptAt() : null)
                        .execute();
                if (made > 0) {
                    RowInserts.endedBy(handle, environment, id, made, response);
                }
                beside(handle, id, counts);
            });
            return id;
        }

        /** The payload, which is all that there is of a message until its first attempt ended. */
        private void insertMessage(Handle handle, MessageId id, @Nullable UUID node) {
            handle.createUpdate(
                            """
                            INSERT INTO message
                                (environment_id, id, endpoint_id, node, expires_on, size_bytes, created_at,
                                 payload_expires_at, keep_payload, direction, content_type, idempotency_key,
                                 payload_sha256, body)
                            VALUES (:environment, :id, :endpoint, :node::uuid, (:expires AT TIME ZONE 'UTC')::date, :size,
                                    :created, :expires, :keep, 'outbound', 'application/json', :key, :sha, :body)
                            """)
                    .bind("environment", environment.value())
                    .bind("id", id.value())
                    .bind("endpoint", endpoint.value())
                    .bind("node", node)
                    .bind("expires", expires())
                    .bind("size", size())
                    .bind("created", createdAt)
                    .bind("keep", keepPayload)
                    .bind("key", key)
                    .bind("sha", sha())
                    .bind("body", Objects.requireNonNull(payload, "a pending message has one"))
                    .execute();
        }

        private CountChanges counts(Counted becomes) {
            CountChanges counts = new CountChanges();
            TargetId target = TargetId.of(endpoint);
            counts.accepted(environment, Direction.OUTBOUND, target, createdAt);
            counts.moved(
                    environment, Direction.OUTBOUND, target, createdAt, Counted.QUEUED, becomes);
            return counts;
        }

        /** So many attempts, of which only the last was answered with {@code status}. */
        private void made(CountChanges counts, int attempts, int status) {
            for (int number = 1; number <= attempts; number++) {
                counts.attempt(
                        environment,
                        Direction.OUTBOUND,
                        TargetId.of(endpoint),
                        createdAt,
                        number,
                        number == attempts ? status : 503,
                        RowInserts.LATENCY_MS);
            }
        }

        private Instant firstAttemptAt() {
            return createdAt.plusMillis(300);
        }

        private MessageId id() {
            return new MessageId(new Uuid7(() -> createdAt).next());
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

        /** The idempotency key and the counts. */
        private void beside(Handle handle, MessageId id, CountChanges counts) {
            if (key != null) {
                RowInserts.key(handle, environment, endpoint, key, id, sha(), expires());
            }
            counts.write(handle);
        }
    }

    /**
     * An attempt at {@code message}, answered with {@code status} in 120 ms. It is not counted. The
     * attempt with the number that ended the message takes the place of the one that did.
     *
     * @param body what the receiver answered; null if nothing was kept
     */
    public void attempt(
            MessageId message,
            EndpointId endpoint,
            int number,
            int status,
            byte @Nullable [] body) {
        jdbi.useTransaction(handle -> {
            if (!RowInserts.endedBy(handle, environment, message, number, status)) {
                RowInserts.attempt(handle, environment, message, endpoint, number, status);
            }
            if (body != null) {
                RowInserts.responseBody(handle, message, number, body);
            }
        });
    }
}
