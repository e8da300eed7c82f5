-- Endpoints and the messages to them, what is counted of messages, and what people order for many of them.
--
-- An accepted message is a row of message, payload included, and nothing else while the node that accepted it makes the
-- first attempt. What ends it is a row of outcome. Only a message that the first attempt did not finish, or that found
-- no place in a node's memory, has a row of queue in between. So a message is under way (message alone), queued
-- (message and queue) or finished (outcome; message as long as the payload is kept), and the view message_view shows all
-- three.
--
-- What grows with traffic is inserted once and dropped by partition; only queue is changed and deleted from, so it
-- alone needs frequent vacuuming. Tables that grow refer to nothing: the check of a reference would cost every message.

-- What messages are delivered to, whichever way they came in. What else belongs to an endpoint that receives is a row
-- of inbound_endpoint.
CREATE TABLE endpoint (
    id               uuid        PRIMARY KEY,
    environment_id   uuid        NOT NULL,
    tenant_id        uuid        NOT NULL,
    direction        text        NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    -- Empty for an endpoint that receives and forwards nothing.
    url              text        NOT NULL CHECK (length(url) BETWEEN 12 AND 2048
                                                 OR (url = '' AND direction = 'inbound')),
    -- Where the URL leads, however it is written: the SHA-256 of its normal form. Null without a URL.
    place_sha256     bytea                CHECK (length(place_sha256) = 32),
    description      text                 CHECK (length(description) <= 500),
    -- Deliveries per second, 0 for no limit; burst 0 means the same as the rate.
    rate_limit_rps   int         NOT NULL DEFAULT 0 CHECK (rate_limit_rps BETWEEN 0 AND 1000),
    burst            int         NOT NULL DEFAULT 0 CHECK (burst BETWEEN 0 AND 10000),
    -- Headers that the caller adds to deliveries may hold secrets, so they are sealed with the secret key file, which
    -- only a server has. Null for none.
    headers_sealed   bytea,
    hmac_enabled     boolean     NOT NULL DEFAULT true,
    signature_scheme text        NOT NULL DEFAULT 'hookbridge' CHECK (signature_scheme IN ('hookbridge', 'v1', 'v1a')),
    -- What the endpoint chooses of retries, in JSON as callers send it; null for nothing.
    retry_policy     text                 CHECK (octet_length(retry_policy) <= 4096),
    -- How the built-in receiver answers what this endpoint sends to it; null for as a receiver should.
    trial_answer     text                 CHECK (trial_answer IN ('success', 'slow', 'error', 'recovery', 'busy', 'gone')),
    -- Why deliveries wait: 'requested' by a caller, 'gone' because the receiver answered 410; null while they do not.
    -- What an endpoint receives never waits: it can only refuse to receive more.
    paused_reason    text                 CHECK (paused_reason IN ('requested', 'gone')),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    deleted_at       timestamptz,
    CHECK ((place_sha256 IS NULL) = (url = '')),
    CHECK (paused_reason IS NULL OR direction = 'outbound'),
    FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);

-- Two sources may forward to one address.
CREATE UNIQUE INDEX endpoint_url ON endpoint (environment_id, url) WHERE deleted_at IS NULL AND direction = 'outbound';
CREATE INDEX endpoint_list ON endpoint (environment_id, direction, id) WHERE deleted_at IS NULL;
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
    deleted_at  timestamptz,
    -- A trial of the key while an older one still signs: the first attempts at so many messages are signed with it alone.
    -- Null without a trial.
    trial_size       int         CHECK (trial_size BETWEEN 1 AND 1000),
    trial_started_at timestamptz,
    -- How many of them the receiver has accepted.
    trial_accepted   int         NOT NULL DEFAULT 0 CHECK (trial_accepted BETWEEN 0 AND trial_size),
    trial_ended_at   timestamptz,
    -- The answer that ended it: the receiver does not know the key. Null if none did.
    trial_refusal    int,
    CHECK ((trial_size IS NULL) = (trial_started_at IS NULL)),
    CHECK (trial_refusal IS NULL OR trial_ended_at IS NOT NULL)
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

-- Accepted messages with their payloads, by the day (UTC) on which the payload expires: what is over is dropped as a
-- whole. Inserted once, and deleted alone only where a payload goes sooner than its day.
CREATE TABLE message (
    environment_id      uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    -- The node that accepted it into its memory; null if it went into the queue at once, or is to be fetched.
    node                uuid,
    -- The day of payload_expires_at. Whatever points to a message knows it, and names it in statements.
    expires_on          date        NOT NULL,
    size_bytes          int         NOT NULL,
    created_at          timestamptz NOT NULL,
    payload_expires_at  timestamptz NOT NULL,
    -- False if the payload goes with the delivery (retention_hours 0).
    keep_payload        boolean     NOT NULL,
    -- What was received is delivered like what is sent, or waits in pull_event until it is fetched.
    direction           text        NOT NULL CHECK (direction IN ('outbound', 'inbound', 'pull')),
    content_type        text        NOT NULL,
    idempotency_key     text,
    payload_sha256      bytea       NOT NULL CHECK (length(payload_sha256) = 32),
    -- What came with the payload, sealed like the headers of an endpoint: the headers that are to be added to the
    -- delivery, or the headers, the query and the sender of a request that was received. Null for none.
    head_sealed         bytea,
    -- As it was sent or received, byte for byte.
    body                bytea       NOT NULL,
    PRIMARY KEY (environment_id, id, expires_on)
) PARTITION BY RANGE (expires_on);

-- Compressing payloads would cost more than it saves.
ALTER TABLE message ALTER COLUMN body SET STORAGE EXTERNAL;

-- Leads to what was accepted lately: take-overs and counts of what is under way begin at the watermarks of nodes.
CREATE INDEX message_id ON message USING brin (id) WITH (pages_per_range = 32, autosummarize = on);

CREATE TABLE message_default PARTITION OF message DEFAULT WITH (toast_tuple_target = 8160);

-- What waits for an attempt, or was taken out again for one by a node.
CREATE TABLE queue (
    environment_id      uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    -- While a node holds it, callers see 'delivering'; while its endpoint is paused, 'queued' is seen as 'paused'.
    status              text        NOT NULL CHECK (status IN ('queued', 'pending_retry')),
    -- When the next attempt may be made; infinity while a node holds it.
    due_at              timestamptz NOT NULL,
    node                uuid,
    -- A fencing token: counts the holders, and a result counts only for the one that it was handed out to.
    fence               int         NOT NULL CHECK (fence >= 1),
    attempt_count       int         NOT NULL DEFAULT 0,
    -- Those made before the last replay; the schedule begins anew after it.
    attempts_before     int         NOT NULL DEFAULT 0,
    replay_count        int         NOT NULL DEFAULT 0,
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
    retry_type          text        CHECK (retry_type IN ('fast', 'slow')),
    PRIMARY KEY (environment_id, id),
    CHECK ((node IS NULL) = (due_at < 'infinity'))
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 1);

-- Claims go through the endpoints one by one, so that a backlog of one endpoint is never in another's way.
CREATE INDEX queue_due ON queue (endpoint_id, due_at) WHERE node IS NULL;

-- For a take-over of what a dead node held.
CREATE INDEX queue_held ON queue (node) WHERE node IS NOT NULL;

-- How a message ended, with the attempt that ended it. By the week of the id; goes with the history, payload or not.
CREATE TABLE outcome (
    environment_id      uuid        NOT NULL,
    id                  uuid        NOT NULL,
    endpoint_id         uuid        NOT NULL,
    -- Null if no attempt ended it.
    attempt_id          uuid,
    created_at          timestamptz NOT NULL,
    -- When it was delivered or given up.
    finished_at         timestamptz NOT NULL,
    payload_expires_at  timestamptz NOT NULL,
    first_attempt_at    timestamptz,
    -- Of the attempt that ended it, like what follows up to body_truncated.
    attempt_started_at  timestamptz CHECK ((attempt_started_at IS NULL) = (attempt_id IS NULL)),
    -- Replays count on from here, so that no result of a former holder fits.
    fence               int         NOT NULL,
    attempt_count       int         NOT NULL,
    replay_count        int         NOT NULL,
    size_bytes          int         NOT NULL,
    -- Of the last attempt, whether or not that ended it.
    processing_ms       int,
    response_status     int,
    response_latency_ms int,
    lost_connection_ms  int,
    dns_ms              int,
    tcp_connect_ms      int,
    tls_handshake_ms    int,
    ttfb_ms             int,
    transfer_ms         int,
    conn_reused         boolean,
    body_truncated      boolean,
    keep_payload        boolean     NOT NULL,
    -- A message that is deleted before it is delivered or given up keeps the state that callers saw, which is
    -- 'paused' while its endpoint is paused.
    status              text        NOT NULL
                        CHECK (status IN ('succeeded', 'failed_permanent')
                               OR (status IN ('queued', 'paused', 'pending_retry') AND deleted_at IS NOT NULL)),
    direction           text        NOT NULL,
    content_type        text        NOT NULL,
    payload_sha256      bytea       NOT NULL,
    decision            text,
    url                 text,
    resolved_ip         text,
    user_agent          text,
    signature           bytea,
    added_headers       text,
    response_headers    text,
    -- The error of the last attempt, or why the message was given up.
    last_error          text,
    idempotency_key     text,
    deleted_at          timestamptz,
    deleted_by_kind     text,
    deleted_by_id       text,
    PRIMARY KEY (environment_id, id)
) PARTITION BY RANGE (id);

CREATE INDEX outcome_log ON outcome (endpoint_id, status, id);
-- The dead letters of an environment, and the few messages that were deleted before they were delivered. What
-- succeeded, nearly all, never enters it.
CREATE INDEX outcome_other ON outcome (environment_id, status, id) WHERE status <> 'succeeded';
-- The log of what was received; that of what was sent follows the primary key.
CREATE INDEX outcome_inbound ON outcome (environment_id, id) WHERE direction = 'inbound';

CREATE TABLE outcome_default PARTITION OF outcome DEFAULT;

-- What was asked of messages while a node had them in its hands. The node must not begin an attempt once it has
-- acknowledged the mark; whatever takes the message out of its hands ends it and removes the mark. Whoever marks locks
-- the row of the node first, FOR UPDATE, and then looks again where the message lies.
CREATE TABLE mark (
    environment_id  uuid        NOT NULL,
    id              uuid        NOT NULL,
    node            uuid        NOT NULL,
    acknowledged    boolean     NOT NULL DEFAULT false,
    deleted_at      timestamptz NOT NULL,
    deleted_by_kind text        NOT NULL,
    deleted_by_id   text        NOT NULL,
    PRIMARY KEY (environment_id, id)
);

CREATE INDEX mark_of_node ON mark (node);

-- The state of a queued message as callers see it. Plain SQL, so that it becomes part of each query that names it.
CREATE FUNCTION message_status(node uuid, status text, paused boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN node IS NOT NULL THEN 'delivering'
                WHEN status = 'queued' AND paused THEN 'paused'
                ELSE status END
$$;

-- Not above any message that is under way. Null if no node is known: then nothing is.
CREATE FUNCTION lowest_watermark() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT watermark FROM node ORDER BY watermark LIMIT 1
$$;

-- The messages under way: in the hands of the node that accepted them, before their first attempt is written down. The
-- watermark is named for each table: PostgreSQL does not see from equal ids that all outcomes of before may be left out.
CREATE VIEW under_way AS
SELECT m.*
  FROM message m
 WHERE m.id >= (SELECT lowest_watermark())
   AND m.node IS NOT NULL
   AND NOT EXISTS (SELECT FROM queue q
                    WHERE q.environment_id = m.environment_id AND q.id = m.id AND q.id >= (SELECT lowest_watermark()))
   AND NOT EXISTS (SELECT FROM outcome o
                    WHERE o.environment_id = m.environment_id AND o.id = m.id AND o.id >= (SELECT lowest_watermark()));

-- What a caller may see of every message that is queued or finished.
CREATE VIEW recorded_message AS
SELECT q.environment_id, q.id, q.endpoint_id, q.created_at, coalesce(k.deleted_at, q.updated_at) AS updated_at,
       message_status(q.node, q.status, e.paused_reason IS NOT NULL) AS status, q.node,
       NULL::timestamptz AS finished_at,
       CASE WHEN q.status = 'pending_retry' AND q.node IS NULL THEN q.due_at END AS next_attempt_at,
       q.attempt_count, q.replay_count, q.direction, q.content_type, q.idempotency_key, q.size_bytes,
       q.payload_sha256, q.payload_expires_at, q.keep_payload, q.first_attempt_at, q.processing_ms, q.response_status,
       q.response_latency_ms, q.last_error, q.retry_type, k.deleted_at, k.deleted_by_kind, k.deleted_by_id
  FROM queue q
  JOIN endpoint e ON e.id = q.endpoint_id
  LEFT JOIN mark k ON k.environment_id = q.environment_id AND k.id = q.id
 UNION ALL
SELECT environment_id, id, endpoint_id, created_at, coalesce(deleted_at, finished_at), status, NULL, finished_at, NULL,
       attempt_count, replay_count, direction, content_type, idempotency_key, size_bytes, payload_sha256,
       payload_expires_at, keep_payload, first_attempt_at, processing_ms, response_status, response_latency_ms,
       last_error, NULL, deleted_at, deleted_by_kind, deleted_by_id
  FROM outcome;

-- The same of every message that is under way.
CREATE VIEW under_way_message AS
SELECT m.environment_id, m.id, m.endpoint_id, m.created_at, coalesce(k.deleted_at, m.created_at) AS updated_at,
       'delivering' AS status, m.node, NULL::timestamptz AS finished_at, NULL::timestamptz AS next_attempt_at,
       0 AS attempt_count, 0 AS replay_count, m.direction, m.content_type, m.idempotency_key, m.size_bytes,
       m.payload_sha256, m.payload_expires_at, m.keep_payload, NULL::timestamptz AS first_attempt_at,
       NULL::int AS processing_ms, NULL::int AS response_status, NULL::int AS response_latency_ms,
       NULL::text AS last_error, NULL::text AS retry_type, k.deleted_at, k.deleted_by_kind, k.deleted_by_id
  FROM under_way m
  LEFT JOIN mark k ON k.environment_id = m.environment_id AND k.id = m.id;

-- What a caller may see of every message.
CREATE VIEW message_view AS
SELECT * FROM recorded_message UNION ALL SELECT * FROM under_way_message;

-- Since when the message of each target is due that has waited longest. Goes from target to target through the index,
-- so that it costs the same however many messages wait for each.
CREATE VIEW first_due AS
WITH RECURSIVE first (target_id, due_at) AS (
    (SELECT endpoint_id, due_at FROM queue
      WHERE node IS NULL
      ORDER BY endpoint_id, due_at LIMIT 1)
    UNION ALL
    SELECT next.endpoint_id, next.due_at
      FROM first, LATERAL (
           SELECT endpoint_id, due_at FROM queue
            WHERE node IS NULL AND endpoint_id > first.target_id
            ORDER BY endpoint_id, due_at LIMIT 1) next
)
SELECT target_id, due_at FROM first;

-- The attempts that did not end their message; the one that did is in outcome. The view attempt_view shows both.
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
    -- Of the request's headers what does not follow from the message and this row; null if nothing was sent.
    user_agent       text,
    -- A letter for the scheme, and what each key made.
    signature        bytea,
    -- JSON objects; values that are secrets are masked.
    added_headers    text,
    response_headers text,
    body_truncated   boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (environment_id, message_id, attempt_no)
) PARTITION BY RANGE (message_id);

CREATE TABLE attempt_default PARTITION OF attempt DEFAULT;

-- Every attempt that was made, the one that ended its message among them.
CREATE VIEW attempt_view AS
SELECT environment_id, message_id, attempt_no, id, endpoint_id, started_at, url, response_status, latency_ms,
       processing_ms, error_text, decision, retry_type, retry_after_s, resolved_ip, lost_connection_ms, dns_ms,
       tcp_connect_ms, tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused, user_agent, signature, added_headers,
       response_headers, body_truncated
  FROM attempt
 UNION ALL
SELECT environment_id, id, attempt_count, attempt_id, endpoint_id, attempt_started_at, url, response_status,
       response_latency_ms, processing_ms, last_error, decision, NULL, NULL, resolved_ip, lost_connection_ms, dns_ms,
       tcp_connect_ms, tls_handshake_ms, ttfb_ms, transfer_ms, conn_reused, user_agent, signature, added_headers,
       response_headers, body_truncated
  FROM outcome
 WHERE attempt_id IS NOT NULL;

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

-- Messages whose payloads are to be indexed for the search: a row of each transaction that accepts messages, written only
-- where the search is on. A moment later an entry of message_search takes its place.
CREATE TABLE search_task (
    -- Of each message, like the other two.
    environment_id uuid[] NOT NULL,
    id             uuid[] NOT NULL,
    expires_on     date[] NOT NULL
);

-- What messages are found by, without any text.
CREATE TABLE message_search (
    environment_id uuid     NOT NULL,
    id             uuid     NOT NULL,
    -- The last day on which it is found: that of the payload, or sooner. It goes when the day is over.
    until          date     NOT NULL,
    -- A hash of each word and each member, of the environment and of the hour of the id.
    terms          bigint[] NOT NULL,
    PRIMARY KEY (environment_id, id, until)
) PARTITION BY RANGE (until);

-- What is gathered apart would be read by each look into the index, of which a search needs many.
CREATE INDEX message_search_terms ON message_search USING gin (terms) WITH (fastupdate = off);

CREATE TABLE message_search_default PARTITION OF message_search DEFAULT;

-- The smallest UUIDv7 of a day.
CREATE FUNCTION first_uuid7(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- A row of a message stays whole up to 8 KB: a payload that lies apart costs three times as much.
CREATE FUNCTION make_partition(parent text, day date, low text, high text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L) %s', name, parent, low, high,
                       CASE parent WHEN 'message' THEN 'WITH (toast_tuple_target = 8160)' ELSE '' END);
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
        PERFORM make_partition('message', day, day::text, (day + 1)::text);
        PERFORM make_partition('response_body', day, day::text, (day + 1)::text);
    END LOOP;
    FOR day IN SELECT generate_series(date_trunc('week', today::timestamp), today::timestamp + interval '14 days', interval '7 days') LOOP
        PERFORM make_partition('outcome', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
        PERFORM make_partition('attempt', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
        PERFORM make_partition('pull_event', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
    END LOOP;
END $$;

-- Makes the partitions of the search for what is found until then.
CREATE FUNCTION make_search_partitions(today date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT generate_series(today::timestamp, last::timestamp, interval '1 day') LOOP
        PERFORM make_partition('message_search', day, day::text, (day + 1)::text);
    END LOOP;
END $$;

-- Not partitioned: the same key could be taken twice, once in either partition of a midnight. Keys that are over are
-- overwritten by whoever takes them, and swept.
CREATE TABLE idempotency_key (
    environment_id uuid        NOT NULL,
    target_id      uuid        NOT NULL,
    key            text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    message_id     uuid        NOT NULL,
    payload_sha256 bytea       NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- Of what its sender signed, where the key is not part of that; else null.
    signed_sha256  bytea                CHECK (length(signed_sha256) = 32),
    PRIMARY KEY (environment_id, target_id, key)
);

-- Leads from a message to those that were signed just so.
CREATE INDEX idempotency_key_signed ON idempotency_key (environment_id, target_id, signed_sha256)
    WHERE signed_sha256 IS NOT NULL;

CREATE INDEX idempotency_key_expiry ON idempotency_key USING brin (expires_at);

-- Messages that were signed just as an earlier one of their endpoint, and have another key: events that look the same, or
-- one that somebody has sent again who could change its id and nothing else. Nothing is done about them, but people see it.
-- They go with the keys.
CREATE TABLE same_bytes (
    environment_id uuid        NOT NULL,
    message_id     uuid        NOT NULL,
    -- The first of them.
    original_id    uuid        NOT NULL,
    expires_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, message_id)
);

CREATE INDEX same_bytes_expiry ON same_bytes USING brin (expires_at);

-- Messages that somebody made from another one, with another payload or to another endpoint. Go with the history.
CREATE TABLE made_from (
    environment_id uuid        NOT NULL,
    message_id     uuid        NOT NULL,
    original_id    uuid        NOT NULL,
    made_at        timestamptz NOT NULL,
    PRIMARY KEY (environment_id, message_id)
);

CREATE INDEX made_from_age ON made_from USING brin (made_at);

-- Counts of messages. Every transaction that moves messages adds one row here, with an entry for each endpoint and
-- minute that it touched, and waits for nobody; one node folds them into the sums below. A message is counted in the
-- minute in which it was created, whatever becomes of it when, so that accepted = succeeded + failed + deleted + pending
-- holds for every bucket.
CREATE TABLE message_count_change (
    -- Of each entry, like all arrays up to delivery_ms.
    environment_id uuid[] NOT NULL,
    endpoint_id    uuid[] NOT NULL,
    -- Of its messages.
    direction      text[] NOT NULL,
    -- Counted from 1970.
    minute         int[]  NOT NULL,
    -- From here on an array is empty if all its entries are 0.
    accepted       int[]  NOT NULL,
    succeeded      int[]  NOT NULL,
    failed         int[]  NOT NULL,
    -- Deleted before they were delivered or given up.
    deleted        int[]  NOT NULL,
    -- Now waiting for another attempt.
    retrying       int[]  NOT NULL,
    -- Fetched now and not acknowledged, of what is to be fetched.
    fetched        int[]  NOT NULL,
    -- Attempts after the first.
    retries        int[]  NOT NULL,
    -- Attempts by the class of their answer: 2xx, 3xx, 4xx, 5xx and none.
    answered_2xx   int[]  NOT NULL,
    answered_3xx   int[]  NOT NULL,
    answered_4xx   int[]  NOT NULL,
    answered_5xx   int[]  NOT NULL,
    unanswered     int[]  NOT NULL,
    -- Of attempts that were answered, for the mean.
    latency_ms     int[]  NOT NULL,
    -- From acceptance to delivery, of each delivery; days after many retries.
    delivery_ms    bigint[] NOT NULL,
    -- The latencies of answered attempts: so many of an entry lie in a bucket of the histogram. Entries and buckets are
    -- counted from 1.
    histogram_entry  int[] NOT NULL,
    histogram_bucket int[] NOT NULL,
    histogram_count  int[] NOT NULL
);

-- The entries of all rows one by one, without the histograms.
CREATE VIEW message_count_entry AS
SELECT e.environment_id, e.endpoint_id, e.direction, to_timestamp(e.minute * 60.0) AS minute, coalesce(e.accepted, 0) AS accepted,
       coalesce(e.succeeded, 0) AS succeeded, coalesce(e.failed, 0) AS failed, coalesce(e.deleted, 0) AS deleted,
       coalesce(e.retrying, 0) AS retrying, coalesce(e.fetched, 0) AS fetched, coalesce(e.retries, 0) AS retries,
       coalesce(e.answered_2xx, 0) AS answered_2xx, coalesce(e.answered_3xx, 0) AS answered_3xx,
       coalesce(e.answered_4xx, 0) AS answered_4xx, coalesce(e.answered_5xx, 0) AS answered_5xx,
       coalesce(e.unanswered, 0) AS unanswered, coalesce(e.latency_ms, 0) AS latency_ms,
       coalesce(e.delivery_ms, 0) AS delivery_ms
  FROM message_count_change c,
       unnest(c.environment_id, c.endpoint_id, c.direction, c.minute, c.accepted, c.succeeded, c.failed, c.deleted,
              c.retrying, c.fetched, c.retries, c.answered_2xx, c.answered_3xx, c.answered_4xx, c.answered_5xx, c.unanswered,
              c.latency_ms, c.delivery_ms)
       AS e (environment_id, endpoint_id, direction, minute, accepted, succeeded, failed, deleted, retrying, fetched, retries,
             answered_2xx, answered_3xx, answered_4xx, answered_5xx, unanswered, latency_ms, delivery_ms);

-- Where endpoint_id is the UUID of only zeros, or of zeros and a last 1 or 2, the row is of all endpoints of an
-- environment together: of all that was sent, that was received and is delivered, or that was received to be fetched.
CREATE TABLE message_count_minute (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    bucket         timestamptz NOT NULL,
    accepted       bigint      NOT NULL,
    succeeded      bigint      NOT NULL,
    failed         bigint      NOT NULL,
    deleted        bigint      NOT NULL,
    retrying       bigint      NOT NULL,
    fetched        bigint      NOT NULL,
    retries        bigint      NOT NULL,
    answered_2xx   bigint      NOT NULL,
    answered_3xx   bigint      NOT NULL,
    answered_4xx   bigint      NOT NULL,
    answered_5xx   bigint      NOT NULL,
    unanswered     bigint      NOT NULL,
    latency_ms     bigint      NOT NULL,
    delivery_ms    bigint      NOT NULL,
    -- How many latencies lie in each bucket of the histogram, the shortest first; without the empty ones at the end.
    latencies      int[]       NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, bucket)
);

-- Element by element; what one of them lacks at its end counts as 0.
CREATE FUNCTION add_latencies(known int[], added int[]) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY(SELECT coalesce(one, 0) + coalesce(other, 0)
                   FROM unnest(known, added) WITH ORDINALITY AS e (one, other, place)
                  ORDER BY place)
$$;

CREATE INDEX message_count_minute_age ON message_count_minute USING brin (bucket);

CREATE TABLE message_count_hour (LIKE message_count_minute INCLUDING ALL);
CREATE TABLE message_count_day (LIKE message_count_minute INCLUDING ALL);

-- The sums of all time, without what was received to be fetched: what was accepted must be delivered, dead, deleted or
-- pending.
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
    direction      text        NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    -- Which messages: in one of these states, to this endpoint or, if null, to any, and created from the one
    -- moment on and before the other.
    statuses       text[]      NOT NULL CHECK (cardinality(statuses) > 0),
    endpoint_id    uuid,
    created_after  timestamptz,
    created_before timestamptz NOT NULL,
    -- Of dead letters: those with one of these errors; empty for all.
    errors         text[]      NOT NULL DEFAULT '{}' CHECK (errors = '{}' OR statuses = '{failed_permanent}'),
    -- How many at the most, the oldest first.
    most           int         NOT NULL CHECK (most BETWEEN 1 AND 100000),
    -- How many in a second at the most; null for as fast as it goes.
    per_second     int         CHECK (per_second BETWEEN 1 AND 50),
    actor_kind     text        NOT NULL,
    actor_id       text        NOT NULL,
    request_id     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    -- The last message that was looked at.
    place          uuid        NOT NULL,
    -- Of an action for a request, which answers with the ids; others only count.
    done_ids       uuid[]      NOT NULL DEFAULT '{}',
    stuck_ids      uuid[]      NOT NULL DEFAULT '{}',
    done_count     int         NOT NULL DEFAULT 0,
    stuck_count    int         NOT NULL DEFAULT 0,
    failed         int         NOT NULL DEFAULT 0,
    -- Whether somebody had it stop, for a while or for good.
    halt           text        CHECK (halt IN ('paused', 'stopped')),
    -- Whoever works on it renews this; when it is over, another server goes on.
    leased_until   timestamptz NOT NULL,
    finished_at    timestamptz,
    FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);

CREATE INDEX bulk_action_open ON bulk_action (leased_until) WHERE finished_at IS NULL;
CREATE INDEX bulk_action_age ON bulk_action (created_at);
CREATE INDEX bulk_action_of_environment ON bulk_action (tenant_id, environment_id);

-- Exports of the log. A file lies in pieces in the database, which every node reaches.
CREATE TABLE export (
    id                 uuid        PRIMARY KEY,
    environment_id     uuid        NOT NULL REFERENCES environment,
    status             text        NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'expired')),
    direction          text        NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    filter_start_time  timestamptz NOT NULL,
    filter_end_time    timestamptz NOT NULL CHECK (filter_end_time > filter_start_time),
    filter_status      text,
    filter_endpoint_id uuid,
    format             text        NOT NULL DEFAULT 'csv' CHECK (format IN ('csv', 'jsonl')),
    -- Those that are wanted; none for all.
    columns            text[]      NOT NULL DEFAULT '{}',
    payloads           boolean     NOT NULL DEFAULT false,
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

-- Searches in the list of messages that a person has given a name.
CREATE TABLE saved_search (
    id             uuid        PRIMARY KEY,
    tenant_id      uuid        NOT NULL,
    environment_id uuid        NOT NULL,
    user_id        uuid        NOT NULL,
    name           text        NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    query          text        NOT NULL CHECK (length(query) BETWEEN 1 AND 500),
    created_at     timestamptz NOT NULL,
    UNIQUE (user_id, environment_id, name),
    FOREIGN KEY (tenant_id, user_id) REFERENCES console_user (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);

CREATE INDEX saved_search_of_person ON saved_search (tenant_id, user_id);
CREATE INDEX saved_search_of_environment ON saved_search (tenant_id, environment_id);
