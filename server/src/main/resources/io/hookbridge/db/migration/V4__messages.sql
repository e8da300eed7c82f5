-- Endpoints and the messages to them, what is counted of messages, and what people order for many of them. A message
-- lies in pending_message until it is delivered or given up, then in finished_message; the view message shows both.
-- What grows with traffic is inserted once and dropped by partition; only pending_message is changed and deleted
-- from, so it alone needs frequent vacuuming. Tables that grow refer to nothing: the check of a reference would cost
-- every message.

CREATE TABLE endpoint (
    id               uuid        PRIMARY KEY,
    environment_id   uuid        NOT NULL,
    tenant_id        uuid        NOT NULL,
    url              text        NOT NULL CHECK (length(url) BETWEEN 12 AND 2048),
    -- Where the URL leads, however it is written: the SHA-256 of its normal form.
    place_sha256     bytea       NOT NULL CHECK (length(place_sha256) = 32),
    description      text                 CHECK (length(description) <= 500),
    -- Deliveries per second, 0 for no limit; burst 0 means the same as the rate.
    rate_limit_rps   int         NOT NULL DEFAULT 0 CHECK (rate_limit_rps BETWEEN 0 AND 1000),
    burst            int         NOT NULL DEFAULT 0 CHECK (burst BETWEEN 0 AND 10000),
    -- Headers that the caller adds to deliveries may hold secrets, so they are sealed with the secret key file, which
    -- only a server has. Null for none.
    headers_sealed   bytea,
    hmac_enabled     boolean     NOT NULL DEFAULT true,
    signature_scheme text        NOT NULL DEFAULT 'hookbridge' CHECK (signature_scheme IN ('hookbridge', 'v1', 'v1a')),
    -- Null while it is not paused; 'requested' by a caller, 'gone' because the receiver answered 410.
    paused_reason    text                 CHECK (paused_reason IN ('requested', 'gone')),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    deleted_at       timestamptz,
    FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);

CREATE UNIQUE INDEX endpoint_url ON endpoint (environment_id, url) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_list ON endpoint (environment_id, id) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_of_environment ON endpoint (tenant_id, environment_id);
-- Deleted ones are in it, too: their messages are still looked for.
CREATE INDEX endpoint_place ON endpoint (environment_id, place_sha256);

CREATE TABLE signing_key (
    id          uuid        PRIMARY KEY,
    endpoint_id uuid        NOT NULL REFERENCES endpoint,
    sealed      bytea       NOT NULL,
    hint        text        NOT NULL CHECK (length(hint) = 4),
    created_at  timestamptz NOT NULL,
    -- Until when an older key still signs beside the one that took its place; null for a key without an end.
    expires_at  timestamptz,
    deleted_at  timestamptz
);

-- Whatever refers to an endpoint is looked for when it goes, so deleted keys are in it.
CREATE INDEX signing_key_endpoint ON signing_key (endpoint_id);
CREATE INDEX signing_key_expiry ON signing_key (expires_at) WHERE expires_at IS NOT NULL AND deleted_at IS NULL;

CREATE FUNCTION note_endpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', OLD.environment_id);
    RETURN NULL;
END $$;

CREATE FUNCTION note_signing_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', environment_id)
       FROM endpoint
      WHERE id = coalesce(NEW.endpoint_id, OLD.endpoint_id)
        -- Nobody remembers an endpoint that this transaction makes; if it only changes it, that is noted anyway.
        AND xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$;

-- A new endpoint takes nothing back, a new key of an older one does: deliveries are signed with it at once.
CREATE TRIGGER endpoint_change AFTER UPDATE OR DELETE ON endpoint
    FOR EACH ROW EXECUTE FUNCTION note_endpoint_change();
CREATE TRIGGER signing_key_change AFTER INSERT OR UPDATE OR DELETE ON signing_key
    FOR EACH ROW EXECUTE FUNCTION note_signing_key_change();

CREATE TABLE pending_message (
    environment_id      uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    -- Where its payload lies. The message's own id unless several messages have one payload.
    payload_id          uuid        NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    -- While a node holds it, callers see 'delivering'; while its endpoint is paused, 'queued' is seen as 'paused'.
    status              text        NOT NULL CHECK (status IN ('queued', 'pending_retry')),
    -- When the next attempt may be made; infinity while a node holds it.
    due_at              timestamptz NOT NULL,
    node                uuid,
    -- Counts the holders: a result counts only for the one that it was handed out to.
    fence               int         NOT NULL,
    attempt_count       int         NOT NULL DEFAULT 0,
    -- Those made before the last replay; the schedule begins anew after it.
    attempts_before     int         NOT NULL DEFAULT 0,
    replay_count        int         NOT NULL DEFAULT 0,
    direction           text        NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    content_type        text        NOT NULL,
    idempotency_key     text,
    size_bytes          int         NOT NULL,
    payload_sha256      bytea       NOT NULL CHECK (length(payload_sha256) = 32),
    payload_expires_at  timestamptz NOT NULL,
    -- False if the payload goes with the delivery (retention_hours 0).
    keep_payload        boolean     NOT NULL,
    first_attempt_at    timestamptz,
    processing_ms       int,
    response_status     int,
    response_latency_ms int,
    last_error          text,
    retry_type          text        CHECK (retry_type IN ('fast', 'slow')),
    -- Set while a node holds it, for what was deleted during an attempt: the attempt may end, no other is made.
    deleted_at          timestamptz,
    deleted_by_kind     text,
    deleted_by_id       text,
    PRIMARY KEY (environment_id, id),
    CHECK ((node IS NULL) = (due_at < 'infinity'))
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 1);

-- Claims go through the endpoints one by one, so that a backlog of one endpoint is never in another's way. A
-- message that is delivered at once by the node which accepted it never enters the index.
CREATE INDEX pending_message_due ON pending_message (endpoint_id, due_at) WHERE node IS NULL;

-- The few that were deleted during an attempt and are free again: they wait to be moved, not to be delivered.
CREATE INDEX pending_message_deleted ON pending_message (environment_id, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE finished_message (
    environment_id      uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    payload_id          uuid        NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    -- A message that is deleted before it is delivered or given up keeps the state that callers saw, which is
    -- 'paused' while its endpoint is paused.
    status              text        NOT NULL
                        CHECK (status IN ('succeeded', 'failed_permanent')
                               OR (status IN ('queued', 'paused', 'pending_retry') AND deleted_at IS NOT NULL)),
    -- When it was delivered or given up.
    finished_at         timestamptz NOT NULL,
    -- A replay counts on from here, so that no result of a former holder fits.
    fence               int         NOT NULL,
    attempt_count       int         NOT NULL,
    replay_count        int         NOT NULL,
    direction           text        NOT NULL,
    content_type        text        NOT NULL,
    idempotency_key     text,
    size_bytes          int         NOT NULL,
    payload_sha256      bytea       NOT NULL,
    payload_expires_at  timestamptz NOT NULL,
    keep_payload        boolean     NOT NULL,
    first_attempt_at    timestamptz,
    processing_ms       int,
    response_status     int,
    response_latency_ms int,
    last_error          text,
    deleted_at          timestamptz,
    deleted_by_kind     text,
    deleted_by_id       text,
    PRIMARY KEY (environment_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX finished_message_log ON finished_message (environment_id, endpoint_id, status, id);
-- The dead letters of an environment, and the few messages that were deleted before they were delivered. What
-- succeeded, nearly all, never enters it.
CREATE INDEX finished_message_other ON finished_message (environment_id, status, id) WHERE status <> 'succeeded';

CREATE TABLE finished_message_default PARTITION OF finished_message DEFAULT;

-- The state of a pending message as callers see it. Plain SQL, so that it becomes part of each query that names it.
CREATE FUNCTION message_status(node uuid, status text, paused boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN node IS NOT NULL THEN 'delivering'
                WHEN status = 'queued' AND paused THEN 'paused'
                ELSE status END
$$;

-- What a caller may see of every message.
CREATE VIEW message AS
SELECT p.environment_id, p.id, p.endpoint_id, p.payload_id, p.created_at, p.updated_at,
       message_status(p.node, p.status, e.paused_reason IS NOT NULL) AS status,
       NULL::timestamptz AS finished_at,
       CASE WHEN p.status = 'pending_retry' AND p.node IS NULL THEN p.due_at END AS next_attempt_at,
       p.attempt_count, p.replay_count, p.direction, p.content_type, p.idempotency_key, p.size_bytes,
       p.payload_sha256, p.payload_expires_at, p.keep_payload, p.first_attempt_at, p.processing_ms, p.response_status,
       p.response_latency_ms, p.last_error, p.retry_type, p.deleted_at, p.deleted_by_kind, p.deleted_by_id
  FROM pending_message p JOIN endpoint e ON e.id = p.endpoint_id
 UNION ALL
SELECT environment_id, id, endpoint_id, payload_id, created_at, updated_at, status, finished_at, NULL, attempt_count,
       replay_count, direction, content_type, idempotency_key, size_bytes, payload_sha256, payload_expires_at,
       keep_payload, first_attempt_at, processing_ms, response_status, response_latency_ms, last_error, NULL,
       deleted_at, deleted_by_kind, deleted_by_id
  FROM finished_message;

-- Since when the message of each target is due that has waited longest. Goes from target to target through the index,
-- so that it costs the same however many messages wait for each.
CREATE VIEW first_due AS
WITH RECURSIVE first (target_id, due_at) AS (
    (SELECT endpoint_id, due_at FROM pending_message
      WHERE node IS NULL
      ORDER BY endpoint_id, due_at LIMIT 1)
    UNION ALL
    SELECT next.endpoint_id, next.due_at
      FROM first, LATERAL (
           SELECT endpoint_id, due_at FROM pending_message
            WHERE node IS NULL AND endpoint_id > first.target_id
            ORDER BY endpoint_id, due_at LIMIT 1) next
)
SELECT target_id, due_at FROM first;

-- Payloads lie by the day on which they expire: what is over is dropped as a whole. They have an id of their own, so
-- that several messages can have one.
CREATE TABLE payload (
    environment_id uuid  NOT NULL,
    id             uuid  NOT NULL,
    expires_on     date  NOT NULL,
    -- As it was sent, byte for byte.
    body           bytea NOT NULL,
    -- The headers of the send request, sealed like those of an endpoint; null for none.
    headers_sealed bytea,
    PRIMARY KEY (id, expires_on)
) PARTITION BY RANGE (expires_on);

CREATE TABLE payload_default PARTITION OF payload DEFAULT;

CREATE TABLE attempt (
    environment_id   uuid        NOT NULL,
    message_id       uuid        NOT NULL,
    attempt_no       int         NOT NULL CHECK (attempt_no >= 1),
    id               uuid        NOT NULL,
    endpoint_id      uuid        NOT NULL,
    started_at       timestamptz NOT NULL,
    url              text        NOT NULL,
    response_status  int,
    latency_ms       int         NOT NULL,
    processing_ms    int,
    -- Null after a success.
    error_text       text,
    -- What was decided and why: 'done', 'again' or a reason to give up.
    decision         text        NOT NULL,
    retry_type       text,
    retry_after_s    int,
    resolved_ip      text,
    -- Went into a kept connection that had ended, before the request was sent once more.
    lost_connection_ms int,
    dns_ms           int,
    tcp_connect_ms   int,
    tls_handshake_ms int,
    ttfb_ms          int,
    transfer_ms      int,
    conn_reused      boolean,
    -- JSON objects; values that are secrets are masked.
    request_headers  text        NOT NULL,
    response_headers text,
    body_truncated   boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (environment_id, message_id, attempt_no)
) PARTITION BY RANGE (message_id);

CREATE TABLE attempt_default PARTITION OF attempt DEFAULT;

-- What receivers answered goes with the payload that they answered to: it lies by the same day, and is dropped
-- as a whole.
CREATE TABLE response_body (
    environment_id uuid  NOT NULL,
    message_id     uuid  NOT NULL,
    attempt_no     int   NOT NULL CHECK (attempt_no >= 1),
    -- Of the payload.
    expires_on     date  NOT NULL,
    body           bytea NOT NULL CHECK (length(body) > 0),
    PRIMARY KEY (message_id, attempt_no, expires_on)
) PARTITION BY RANGE (expires_on);

CREATE TABLE response_body_default PARTITION OF response_body DEFAULT;

-- The smallest UUIDv7 of a day.
CREATE FUNCTION first_uuid7(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

CREATE FUNCTION make_partition(parent text, day date, low text, high text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', name, parent, low, high);
    END IF;
EXCEPTION WHEN check_violation THEN
    -- Rows of that time lie in the default partition already. They stay, and are deleted from there one day.
    NULL;
END $$;

-- Makes the partitions for payloads that expire until payload_until, and for messages of the coming weeks.
CREATE FUNCTION make_partitions(today date, payload_until date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT generate_series(today::timestamp, payload_until::timestamp, interval '1 day') LOOP
        PERFORM make_partition('payload', day, day::text, (day + 1)::text);
        PERFORM make_partition('response_body', day, day::text, (day + 1)::text);
    END LOOP;
    FOR day IN SELECT generate_series(date_trunc('week', today::timestamp), today::timestamp + interval '14 days', interval '7 days') LOOP
        PERFORM make_partition('finished_message', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
        PERFORM make_partition('attempt', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
    END LOOP;
END $$;

CREATE TABLE idempotency_key (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    key            text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    message_id     uuid        NOT NULL,
    payload_sha256 bytea       NOT NULL,
    expires_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, key)
);

CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);

-- Counts of messages. Every transaction that moves messages adds rows here and waits for nobody; one node folds
-- them into the sums below. A message is counted in the minute in which it was created, whatever becomes of it
-- when, so that accepted = succeeded + failed + deleted + pending holds for every bucket.
CREATE TABLE message_count_change (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    minute         timestamptz NOT NULL,
    accepted       int         NOT NULL DEFAULT 0,
    succeeded      int         NOT NULL DEFAULT 0,
    failed         int         NOT NULL DEFAULT 0,
    -- Deleted before they were delivered or given up.
    deleted        int         NOT NULL DEFAULT 0,
    -- Now waiting for another attempt.
    retrying       int         NOT NULL DEFAULT 0,
    -- Attempts after the first.
    retries        int         NOT NULL DEFAULT 0,
    -- Of attempts that were answered, for the mean.
    answered       int         NOT NULL DEFAULT 0,
    latency_ms     bigint      NOT NULL DEFAULT 0
);

-- endpoint_id is the nil UUID for all endpoints of an environment together.
CREATE TABLE message_count_minute (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    bucket         timestamptz NOT NULL,
    accepted       bigint      NOT NULL,
    succeeded      bigint      NOT NULL,
    failed         bigint      NOT NULL,
    deleted        bigint      NOT NULL,
    retrying       bigint      NOT NULL,
    retries        bigint      NOT NULL,
    answered       bigint      NOT NULL,
    latency_ms     bigint      NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, bucket)
);

CREATE INDEX message_count_minute_age ON message_count_minute USING brin (bucket);

CREATE TABLE message_count_hour (LIKE message_count_minute INCLUDING ALL);

-- The sums of all time: what was accepted must be delivered, dead, deleted or pending.
CREATE TABLE ledger (
    environment_id uuid   PRIMARY KEY,
    accepted       bigint NOT NULL,
    succeeded      bigint NOT NULL,
    failed         bigint NOT NULL,
    deleted        bigint NOT NULL
);

-- What is done with all messages that fit a request. The row is written before the first message is touched;
-- the messages are worked through in the order of their ids, some of them and the new place in one
-- transaction, so that whoever goes on after a crash neither leaves one out nor touches one twice.
CREATE TABLE bulk_action (
    id             uuid        PRIMARY KEY,
    environment_id uuid        NOT NULL,
    tenant_id      uuid        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('replay', 'delete')),
    -- Which messages: in one of these states, to this endpoint or, if null, to any, and created from the one
    -- moment on and before the other.
    statuses       text[]      NOT NULL CHECK (cardinality(statuses) > 0),
    endpoint_id    uuid,
    created_after  timestamptz,
    created_before timestamptz NOT NULL,
    -- How many at the most, the oldest first.
    most           int         NOT NULL CHECK (most BETWEEN 1 AND 1000),
    actor_kind     text        NOT NULL,
    actor_id       text        NOT NULL,
    request_id     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    -- The last message that was looked at.
    place          uuid        NOT NULL,
    done_ids       uuid[]      NOT NULL DEFAULT '{}',
    stuck_ids      uuid[]      NOT NULL DEFAULT '{}',
    failed         int         NOT NULL DEFAULT 0,
    -- Whoever works on it renews this; when it is over, another server goes on.
    leased_until   timestamptz NOT NULL,
    finished_at    timestamptz,
    FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);

CREATE INDEX bulk_action_open ON bulk_action (leased_until) WHERE finished_at IS NULL;
CREATE INDEX bulk_action_age ON bulk_action (created_at);
CREATE INDEX bulk_action_of_environment ON bulk_action (tenant_id, environment_id);

-- Exports of the log as CSV. A file lies in pieces in the database, which every node reaches.
CREATE TABLE export (
    id                 uuid        PRIMARY KEY,
    environment_id     uuid        NOT NULL REFERENCES environment,
    status             text        NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'expired')),
    direction          text        NOT NULL CHECK (direction = 'outbound'),
    filter_start_time  timestamptz NOT NULL,
    filter_end_time    timestamptz NOT NULL CHECK (filter_end_time > filter_start_time),
    filter_status      text,
    filter_endpoint_id uuid,
    created_at         timestamptz NOT NULL,
    started_at         timestamptz,
    completed_at       timestamptz,
    -- When the file goes.
    expires_at         timestamptz,
    -- What is written so far; the next page begins after last_id.
    row_count          bigint      NOT NULL DEFAULT 0,
    size_bytes         bigint      NOT NULL DEFAULT 0,
    piece_count        int         NOT NULL DEFAULT 0,
    last_id            uuid,
    -- Whoever waits longest comes next, so that a large export does not keep small ones waiting.
    worked_at          timestamptz NOT NULL,
    failures           int         NOT NULL DEFAULT 0,
    error_message      text,
    -- Signs the addresses of the file, so that they end with it.
    link_secret        bytea       NOT NULL CHECK (length(link_secret) = 32),
    -- Set until the pieces are gone as well.
    deleted_at         timestamptz,
    CHECK ((status IN ('completed', 'expired')) = (completed_at IS NOT NULL)),
    CHECK ((completed_at IS NULL) = (expires_at IS NULL)),
    CHECK ((status = 'failed') = (error_message IS NOT NULL)),
    CHECK (deleted_at IS NULL OR status NOT IN ('pending', 'processing'))
);

CREATE INDEX export_list ON export (environment_id, id);
CREATE INDEX export_active ON export (worked_at) WHERE status IN ('pending', 'processing');

CREATE TABLE export_piece (
    export_id uuid  NOT NULL REFERENCES export,
    piece_no  int   NOT NULL CHECK (piece_no >= 0),
    bytes     bytea NOT NULL,
    PRIMARY KEY (export_id, piece_no)
);
