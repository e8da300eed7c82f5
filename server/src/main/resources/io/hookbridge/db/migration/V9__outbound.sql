-- Outbound webhooks. A message lies in pending_message until it is delivered or given up, then in
-- finished_message; the view message shows both. What grows with traffic is inserted once and dropped by
-- partition; only pending_message is changed and deleted from, so it alone needs frequent vacuuming.

CREATE TABLE endpoint (
    id               uuid        PRIMARY KEY,
    project_id       uuid        NOT NULL REFERENCES project,
    tenant_id        uuid        NOT NULL REFERENCES tenant,
    url              text        NOT NULL CHECK (length(url) BETWEEN 12 AND 2048),
    description      text        CHECK (length(description) <= 500),
    -- Deliveries per second, 0 for no limit; burst 0 means the same as the rate.
    rate_limit_rps   int         NOT NULL DEFAULT 0 CHECK (rate_limit_rps BETWEEN 0 AND 1000),
    burst            int         NOT NULL DEFAULT 0 CHECK (burst BETWEEN 0 AND 10000),
    headers          jsonb       NOT NULL DEFAULT '{}',
    hmac_enabled     boolean     NOT NULL DEFAULT true,
    signature_scheme text        NOT NULL DEFAULT 'hookbridge' CHECK (signature_scheme IN ('hookbridge', 'v1', 'v1a')),
    -- Null while it is not paused; 'requested' by a caller, 'gone' because the receiver answered 410.
    paused_reason    text        CHECK (paused_reason IN ('requested', 'gone')),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    deleted_at       timestamptz
);

CREATE UNIQUE INDEX endpoint_url ON endpoint (project_id, url) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_list ON endpoint (project_id, id) WHERE deleted_at IS NULL;
CREATE INDEX endpoint_tenant ON endpoint (tenant_id) WHERE deleted_at IS NULL;

CREATE TABLE signing_key (
    id          uuid        PRIMARY KEY,
    endpoint_id uuid        NOT NULL REFERENCES endpoint,
    sealed      bytea       NOT NULL,
    hint        text        NOT NULL CHECK (length(hint) = 4),
    created_at  timestamptz NOT NULL,
    deleted_at  timestamptz
);

CREATE INDEX signing_key_endpoint ON signing_key (endpoint_id) WHERE deleted_at IS NULL;

CREATE FUNCTION note_endpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', OLD.project_id);
    RETURN NULL;
END $$;

CREATE FUNCTION note_signing_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', project_id)
       FROM endpoint
      WHERE id = coalesce(NEW.endpoint_id, OLD.endpoint_id)
        -- Nobody remembers an endpoint that this transaction makes. If it only changes it, that is noted anyway.
        AND xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$;

-- A new endpoint takes nothing back, a new key of an older one does: deliveries are signed with it at once.
CREATE TRIGGER endpoint_change AFTER UPDATE OR DELETE ON endpoint
    FOR EACH ROW EXECUTE FUNCTION note_endpoint_change();
CREATE TRIGGER signing_key_change AFTER INSERT OR UPDATE OR DELETE ON signing_key
    FOR EACH ROW EXECUTE FUNCTION note_signing_key_change();

-- The running servers that deliver. What a server holds is free for others when its time is over. By the
-- clock of the database, so that servers need not agree on the time.
CREATE TABLE node (
    id          uuid        PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

CREATE TABLE pending_message (
    project_id          uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
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
    PRIMARY KEY (project_id, id),
    CHECK ((node IS NULL) = (due_at < 'infinity'))
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 1);

-- Claims go through the endpoints one by one, so that a backlog of one endpoint is never in another's way. A
-- message that is delivered at once by the node which accepted it never enters the index.
CREATE INDEX pending_message_due ON pending_message (endpoint_id, due_at) WHERE node IS NULL;

-- The few that were deleted during an attempt and are free again: they wait to be moved, not to be delivered.
CREATE INDEX pending_message_deleted ON pending_message (project_id, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE finished_message (
    project_id          uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    -- 'queued' and 'pending_retry' are of messages that were deleted before they were delivered.
    status              text        NOT NULL
                        CHECK (status IN ('succeeded', 'failed_permanent')
                               OR (status IN ('queued', 'pending_retry') AND deleted_at IS NOT NULL)),
    -- When it was delivered or given up.
    finished_at         timestamptz NOT NULL,
    -- A replay counts on from here, so that no result of a former holder fits.
    fence               int         NOT NULL,
    attempt_count       int         NOT NULL,
    replay_count        int         NOT NULL,
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
    PRIMARY KEY (project_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX finished_message_log ON finished_message (project_id, endpoint_id, status, id);
-- The dead letters of a project, and the few messages that were deleted before they were delivered. What succeeded,
-- nearly all, never enters it.
CREATE INDEX finished_message_other ON finished_message (project_id, status, id) WHERE status <> 'succeeded';

CREATE TABLE finished_message_default PARTITION OF finished_message DEFAULT;

-- What a caller may see of every message.
CREATE VIEW message AS
SELECT p.project_id, p.id, p.endpoint_id, p.created_at, p.updated_at,
       CASE WHEN p.node IS NOT NULL THEN 'delivering'
            WHEN p.status = 'queued' AND e.paused_reason IS NOT NULL THEN 'paused'
            ELSE p.status END AS status,
       NULL::timestamptz AS finished_at,
       CASE WHEN p.status = 'pending_retry' AND p.node IS NULL THEN p.due_at END AS next_attempt_at,
       p.attempt_count, p.replay_count, p.idempotency_key, p.size_bytes, p.payload_sha256, p.payload_expires_at,
       p.keep_payload, p.first_attempt_at, p.processing_ms, p.response_status, p.response_latency_ms, p.last_error,
       p.retry_type, p.deleted_at, p.deleted_by_kind, p.deleted_by_id
  FROM pending_message p JOIN endpoint e ON e.id = p.endpoint_id
 UNION ALL
SELECT project_id, id, endpoint_id, created_at, updated_at, status, finished_at, NULL, attempt_count, replay_count,
       idempotency_key, size_bytes, payload_sha256, payload_expires_at, keep_payload, first_attempt_at, processing_ms,
       response_status, response_latency_ms, last_error, NULL, deleted_at, deleted_by_kind, deleted_by_id
  FROM finished_message;

-- Payloads lie by the day on which they expire: what is over is dropped as a whole.
CREATE TABLE payload (
    project_id uuid  NOT NULL,
    message_id uuid  NOT NULL,
    expires_on date  NOT NULL,
    -- As it was sent, byte for byte.
    body       bytea NOT NULL,
    -- The headers of the send request, a JSON object; null for none.
    headers    text,
    PRIMARY KEY (message_id, expires_on)
) PARTITION BY RANGE (expires_on);

CREATE TABLE payload_default PARTITION OF payload DEFAULT;

CREATE TABLE attempt (
    project_id       uuid        NOT NULL,
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
    dns_ms           int,
    tcp_connect_ms   int,
    tls_handshake_ms int,
    ttfb_ms          int,
    transfer_ms      int,
    conn_reused      boolean,
    -- JSON objects; values that are secrets are masked.
    request_headers  text        NOT NULL,
    response_headers text,
    response_body    bytea,
    body_truncated   boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (project_id, message_id, attempt_no)
) PARTITION BY RANGE (message_id);

CREATE TABLE attempt_default PARTITION OF attempt DEFAULT;

CREATE TABLE idempotency_key (
    project_id     uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    key            text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    message_id     uuid        NOT NULL,
    payload_sha256 bytea       NOT NULL,
    expires_at     timestamptz NOT NULL,
    PRIMARY KEY (project_id, endpoint_id, key)
);

CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);

-- Counts of messages. Every transaction that moves messages adds rows here and waits for nobody; one node folds
-- them into the sums below. A message is counted in the minute in which it was created, whatever becomes of it
-- when, so that accepted = succeeded + failed + deleted + pending holds for every bucket.
CREATE TABLE message_count_change (
    project_id  uuid        NOT NULL,
    endpoint_id uuid        NOT NULL,
    minute      timestamptz NOT NULL,
    accepted    int         NOT NULL DEFAULT 0,
    succeeded   int         NOT NULL DEFAULT 0,
    failed      int         NOT NULL DEFAULT 0,
    -- Deleted before they were delivered or given up.
    deleted     int         NOT NULL DEFAULT 0,
    -- Now waiting for another attempt.
    retrying    int         NOT NULL DEFAULT 0,
    -- Attempts after the first.
    retries     int         NOT NULL DEFAULT 0,
    -- Of attempts that were answered, for the mean.
    answered    int         NOT NULL DEFAULT 0,
    latency_ms  bigint      NOT NULL DEFAULT 0
);

-- endpoint_id is the nil UUID for all endpoints of a project together.
CREATE TABLE message_count_minute (
    project_id  uuid        NOT NULL,
    endpoint_id uuid        NOT NULL,
    bucket      timestamptz NOT NULL,
    accepted    bigint      NOT NULL,
    succeeded   bigint      NOT NULL,
    failed      bigint      NOT NULL,
    deleted     bigint      NOT NULL,
    retrying    bigint      NOT NULL,
    retries     bigint      NOT NULL,
    answered    bigint      NOT NULL,
    latency_ms  bigint      NOT NULL,
    PRIMARY KEY (project_id, endpoint_id, bucket)
);

CREATE INDEX message_count_minute_age ON message_count_minute USING brin (bucket);

CREATE TABLE message_count_hour (LIKE message_count_minute INCLUDING ALL);

-- The sums of all time: what was accepted must be delivered, dead, deleted or pending.
CREATE TABLE ledger (
    project_id uuid   PRIMARY KEY,
    accepted   bigint NOT NULL,
    succeeded  bigint NOT NULL,
    failed     bigint NOT NULL,
    deleted    bigint NOT NULL
);

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
    END LOOP;
    FOR day IN SELECT generate_series(date_trunc('week', today::timestamp), today::timestamp + interval '14 days', interval '7 days') LOOP
        PERFORM make_partition('finished_message', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
        PERFORM make_partition('attempt', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
    END LOOP;
END $$;
