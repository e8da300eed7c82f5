-- Tenants, their projects and API keys, and the record of who changed what.

CREATE TABLE installation (
    -- One row: what this database belongs to.
    id         boolean     PRIMARY KEY DEFAULT true CHECK (id),
    -- A known text sealed with the secret key file, so that a start with another file is noticed.
    key_check  bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE tenant (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    created_at timestamptz NOT NULL
);

CREATE TABLE project (
    id                 uuid        PRIMARY KEY,
    tenant_id          uuid        NOT NULL REFERENCES tenant,
    name               text        NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    status             text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    -- Requests per minute; 0 stands for the server's default.
    rate_limit_default integer     NOT NULL CHECK (rate_limit_default >= 0),
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    deleted_at         timestamptz,
    CHECK ((status = 'deleted') = (deleted_at IS NOT NULL)),
    -- Lets other tables refer to a project only together with its own tenant.
    UNIQUE (tenant_id, id)
);

CREATE TABLE api_key (
    id           uuid        PRIMARY KEY,
    tenant_id    uuid        NOT NULL,
    project_id   uuid        NOT NULL,
    mode         text        NOT NULL CHECK (mode IN ('live', 'test')),
    -- SHA-256 of the whole key. The key has 190 random bits, so a slow hash would add nothing.
    hash         bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
    -- The first 11 characters, shown in lists.
    prefix       text        NOT NULL CHECK (length(prefix) = 11),
    label        text                 CHECK (length(label) <= 255),
    permissions  text[]      NOT NULL CHECK (
        cardinality(permissions) > 0
        AND permissions <@ ARRAY['send', 'read', 'manage', 'billing']),
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    deleted_at   timestamptz,
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, id)
);

CREATE INDEX api_key_of_project ON api_key (project_id, created_at) WHERE deleted_at IS NULL;

-- Who changed or was given what. Rows are only ever added.
CREATE TABLE audit_event (
    id         uuid        PRIMARY KEY,
    -- Null for what concerns the installation.
    tenant_id  uuid,
    at         timestamptz NOT NULL,
    actor_kind text        NOT NULL CHECK (actor_kind IN ('api_key', 'portal_page', 'operator', 'system')),
    actor_id   text        NOT NULL,
    -- Noun and verb, such as api_key.deleted.
    action     text        NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
    -- The identifier of what it was done to.
    subject    text        NOT NULL,
    outcome    text        NOT NULL CHECK (outcome ~ '^[a-z_]+$'),
    request_id text,
    -- One more fact, such as the origin that a portal returns to.
    detail     text                 CHECK (length(detail) <= 500)
);

CREATE INDEX audit_event_of_tenant ON audit_event (tenant_id, id);
