-- Endpoints that receive, what was refused at their gates, and what waits to be fetched from them.

-- What an endpoint that receives has beside its row of endpoint.
CREATE TABLE inbound_endpoint (
    endpoint_id              uuid    PRIMARY KEY REFERENCES endpoint,
    name                     text    NOT NULL DEFAULT '' CHECK (length(name) <= 255),
    -- Where what it receives goes: to its URL, to whoever listens, or to whoever fetches it.
    mode                     text    NOT NULL CHECK (mode IN ('forward', 'cli', 'pull')),
    -- Whether it refuses whatever comes; what it received before goes on.
    paused                   boolean NOT NULL DEFAULT false,
    -- The last part of the address that it receives at.
    token_sealed             bytea   NOT NULL,
    verify_static_token      boolean NOT NULL DEFAULT false,
    token_header_name        text             CHECK (length(token_header_name) BETWEEN 1 AND 255),
    token_query_param        text             CHECK (length(token_query_param) BETWEEN 1 AND 255),
    token_value_sha256       bytea            CHECK (length(token_value_sha256) = 32),
    verify_hmac              boolean NOT NULL DEFAULT false,
    hmac_header_name         text             CHECK (length(hmac_header_name) BETWEEN 1 AND 255),
    timestamp_header_name    text             CHECK (length(timestamp_header_name) BETWEEN 1 AND 255),
    timestamp_ttl_seconds    int     NOT NULL DEFAULT 300 CHECK (timestamp_ttl_seconds >= 1),
    -- Whether a signature of the body alone will do although a time is looked at.
    allow_unsigned_timestamp boolean NOT NULL DEFAULT false,
    verify_ip_allowlist      boolean NOT NULL DEFAULT false,
    allowed_cidrs            text[]  NOT NULL DEFAULT '{}',
    -- The provider whose way to sign is checked; null for none.
    preset                   text             CHECK (length(preset) BETWEEN 1 AND 64),
    -- What signatures are checked with: one secret, or two while the sender changes from one to the other.
    secrets_sealed           bytea,
    -- What the provider of the preset repeats in its handshake.
    preset_verify_token_sealed bytea,
    -- Until when a handshake may bring the secret; null if none is awaited.
    takes_secret_until       timestamptz,
    -- Whether what is forwarded is signed anew as the provider of the preset does.
    sign_as_provider         boolean NOT NULL DEFAULT false CHECK (NOT sign_as_provider OR preset IS NOT NULL),
    -- In this order they make the key by which a repetition is known.
    idempotency_header_names text[]  NOT NULL DEFAULT '{}',
    -- What a sender is answered.
    ingest_response_code     int     NOT NULL DEFAULT 202 CHECK (ingest_response_code BETWEEN 200 AND 299),
    -- Whether the query of a request is appended to the URL that it is forwarded to.
    forward_query            boolean NOT NULL DEFAULT true,
    -- How long what waits to be fetched is kept; null for as long as the plan says.
    retention_days           int              CHECK (retention_days >= 1),
    event_type_source        text             CHECK (event_type_source IN ('body', 'header')),
    event_type_path          text             CHECK (length(event_type_path) BETWEEN 1 AND 256),
    -- A check that is on has something to check with; anybody could pass it otherwise.
    CHECK (NOT verify_static_token
           OR (token_value_sha256 IS NOT NULL AND num_nonnulls(token_header_name, token_query_param) > 0)),
    CHECK (NOT verify_hmac OR (hmac_header_name IS NOT NULL AND secrets_sealed IS NOT NULL)),
    CHECK (NOT verify_ip_allowlist OR cardinality(allowed_cidrs) > 0),
    CHECK ((event_type_source IS NULL) = (event_type_path IS NULL))
);

-- A new endpoint takes nothing back, so its insertion is not noted.
CREATE FUNCTION note_inbound_endpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', environment_id) FROM endpoint WHERE id = OLD.endpoint_id;
    RETURN NULL;
END $$;

CREATE TRIGGER inbound_endpoint_change AFTER UPDATE OR DELETE ON inbound_endpoint
    FOR EACH ROW EXECUTE FUNCTION note_inbound_endpoint_change();

-- Presets that a project has beside those that ship.
CREATE TABLE inbound_preset (
    environment_id uuid        NOT NULL REFERENCES environment,
    id             text        NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{0,62}$'),
    -- JSON, in the form of those that ship.
    document       text        NOT NULL CHECK (octet_length(document) <= 16384),
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);

-- What endpoints are checked by is remembered with them.
CREATE FUNCTION note_inbound_preset_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', OLD.environment_id);
    RETURN NULL;
END $$;

CREATE TRIGGER inbound_preset_change AFTER UPDATE OR DELETE ON inbound_preset
    FOR EACH ROW EXECUTE FUNCTION note_inbound_preset_change();

-- Requests that an endpoint refused. So that nobody fills it, only so many of a minute and a reason have a row of their
-- own; the others are one row for each reason.
CREATE TABLE inbound_rejection (
    environment_id   uuid        NOT NULL,
    id               uuid        NOT NULL,
    endpoint_id      uuid        NOT NULL,
    reason_code      text        NOT NULL CHECK (reason_code ~ '^[a-z_]{1,64}$'),
    -- What was wrong, in words.
    reason_detail    text                 CHECK (length(reason_detail) <= 500),
    received_at      timestamptz NOT NULL,
    source_address   text        NOT NULL CHECK (length(source_address) <= 64),
    -- A JSON object; values that may be secrets are masked. Null where the row stands for several requests.
    headers_redacted text                 CHECK (length(headers_redacted) <= 16384),
    -- For how many requests the row stands.
    requests         int         NOT NULL DEFAULT 1 CHECK (requests >= 1),
    PRIMARY KEY (environment_id, id)
);

CREATE INDEX inbound_rejection_of_endpoint ON inbound_rejection (endpoint_id, id);
CREATE INDEX inbound_rejection_age ON inbound_rejection USING brin (received_at);

-- The state of what was received to be fetched. Written with its row of message, which has the payload; goes with the
-- history, payload or not. By the week of the id.
CREATE TABLE pull_event (
    environment_id     uuid        NOT NULL,
    id                 uuid        NOT NULL,
    endpoint_id        uuid        NOT NULL,
    status             text        NOT NULL CHECK (status IN ('stored', 'fetched', 'delivered')),
    -- Null if the request did not tell.
    event_type         text                 CHECK (length(event_type) <= 256),
    content_type       text        NOT NULL,
    size_bytes         int         NOT NULL,
    -- The place among the events of its endpoint: never the same for two, and later for one that is committed later.
    received_at        timestamptz NOT NULL,
    -- What its reception took, up to the write.
    processing_ms      int         NOT NULL CHECK (processing_ms >= 0),
    payload_expires_at timestamptz NOT NULL,
    fetched_at         timestamptz,
    delivered_at       timestamptz,
    deleted_at         timestamptz,
    deleted_by_kind    text,
    deleted_by_id      text,
    CHECK ((status = 'delivered') = (delivered_at IS NOT NULL)),
    CHECK (status <> 'fetched' OR fetched_at IS NOT NULL),
    PRIMARY KEY (environment_id, id)
) PARTITION BY RANGE (id);

-- What callers list and fetch; deleted events are in neither.
CREATE INDEX pull_event_list ON pull_event (endpoint_id, status, received_at) WHERE deleted_at IS NULL;
CREATE INDEX pull_event_by_type ON pull_event (endpoint_id, event_type, status, received_at)
    WHERE deleted_at IS NULL AND event_type IS NOT NULL;
-- Leads to what was fetched long ago and never acknowledged.
CREATE INDEX pull_event_fetched ON pull_event (fetched_at) WHERE status = 'fetched' AND deleted_at IS NULL;

CREATE TABLE pull_event_default PARTITION OF pull_event DEFAULT;

-- When each endpoint received its last event. Whoever stores events locks the row first, until the commit, and gives each
-- of them a later time than all that the endpoint has: so what can be seen later is later in every list, whichever server
-- stored it.
CREATE TABLE pull_clock (
    environment_id   uuid        NOT NULL,
    endpoint_id      uuid        NOT NULL,
    last_received_at timestamptz NOT NULL,
    -- The longest that any of the events is kept: what was received longer ago has expired.
    longest_kept     interval    NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id)
) WITH (fillfactor = 50);

-- The line of messages that an endpoint has for whoever listens. Whoever adds to a line, gives something of it to a caller
-- who asks, or begins to listen, locks its row until the commit.
CREATE TABLE listen_line (
    environment_id uuid   NOT NULL,
    endpoint_id    uuid   NOT NULL,
    -- Of the last entry that was ever made.
    last_position  bigint NOT NULL DEFAULT 0,
    -- Of the last entry that was removed.
    removed_to     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (environment_id, endpoint_id)
) WITH (fillfactor = 50);

-- The place of a message in the line. Made when it is about to be given to somebody, under the lock of the line: so what
-- can be seen later stands later, whichever server stored it. A replay is given another place. An entry stays for a while
-- after its message was taken, for those who listen more slowly.
CREATE TABLE listen_entry (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    position       bigint      NOT NULL,
    message_id     uuid        NOT NULL,
    -- Of the message in the queue.
    fence          int         NOT NULL,
    -- By which the message lies.
    expires_on     date        NOT NULL,
    -- As the message says, which is not read for these.
    received_at    timestamptz NOT NULL,
    content_type   text        NOT NULL,
    size_bytes     int         NOT NULL,
    -- Whether a caller who asked was given it.
    given          boolean     NOT NULL DEFAULT false,
    -- How many connections in a row ended while it was under way to them.
    broken         int         NOT NULL DEFAULT 0,
    entered_at     timestamptz NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, position),
    UNIQUE (environment_id, endpoint_id, message_id, fence)
);

CREATE INDEX listen_entry_age ON listen_entry (entered_at);

-- On which servers somebody listens, by the clock of the database.
CREATE TABLE listen_server (
    environment_id uuid        NOT NULL,
    endpoint_id    uuid        NOT NULL,
    -- Of the process; made anew with each start.
    server         uuid        NOT NULL,
    alive_until    timestamptz NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, server)
);
