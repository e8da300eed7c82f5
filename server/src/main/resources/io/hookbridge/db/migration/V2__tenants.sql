-- Tenants, their projects with a live and a test environment each, the keys and people that act for them, and the
-- record of who changed what. An index on what refers to a row holds the rows that were deleted, too: whatever
-- refers to a row is looked for when the row goes, and without an index every deletion would read the whole table.

CREATE TABLE tenant (
    id            uuid        PRIMARY KEY,
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    -- suspended: stopped for a while. erasing: stopped for good; everything of the tenant is being deleted, this
    -- row last.
    status        text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'erasing')),
    created_at    timestamptz NOT NULL,
    -- What there was when the erasure began, in numbers, for the audit row of its end.
    erased_counts text                 CHECK (length(erased_counts) <= 500),
    CHECK ((status = 'erasing') = (erased_counts IS NOT NULL))
);

CREATE INDEX tenant_erasing ON tenant (id) WHERE status = 'erasing';

CREATE TABLE project (
    id                 uuid        PRIMARY KEY,
    tenant_id          uuid        NOT NULL REFERENCES tenant,
    name               text        NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    -- A deleted project ends both its environments.
    status             text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    -- Requests per minute of each environment; 0 stands for the server's default.
    rate_limit_default integer     NOT NULL CHECK (rate_limit_default >= 0),
    -- What the project chooses of retries, in JSON as callers send it; null for nothing.
    retry_policy       text                 CHECK (octet_length(retry_policy) <= 4096),
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    deleted_at         timestamptz,
    CHECK ((status = 'deleted') = (deleted_at IS NOT NULL)),
    -- Lets other tables refer to a project only together with its own tenant.
    UNIQUE (tenant_id, id)
);

-- The two sides of a project. Whatever traffic touches belongs to one of them, and nothing crosses to the other.
-- Both are made with the project.
CREATE TABLE environment (
    id         uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    tenant_id  uuid NOT NULL,
    mode       text NOT NULL CHECK (mode IN ('live', 'test')),
    UNIQUE (project_id, mode),
    -- Lets other tables refer to an environment only together with its own tenant.
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, id),
    -- Whoever knows a project knows its live environment.
    CHECK ((mode = 'live') = (id = project_id))
);

CREATE INDEX environment_of_project ON environment (tenant_id, project_id);

CREATE TABLE api_key (
    id             uuid        PRIMARY KEY,
    -- All that the key reaches; it tells the project, the tenant and the mode.
    environment_id uuid        NOT NULL REFERENCES environment,
    -- SHA-256 of the whole key. The key has 190 random bits, so a slow hash would add nothing.
    hash           bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
    -- The first 11 characters, shown in lists.
    prefix         text        NOT NULL CHECK (length(prefix) = 11),
    label          text                 CHECK (length(label) <= 255),
    permissions    text[]      NOT NULL CHECK (
        cardinality(permissions) > 0
        AND permissions <@ ARRAY['send', 'read', 'manage', 'billing']),
    created_at     timestamptz NOT NULL,
    last_used_at   timestamptz,
    -- From then on it does not work; null for one that works until it is deleted.
    expires_at     timestamptz,
    deleted_at     timestamptz
);

CREATE INDEX api_key_of_environment ON api_key (environment_id, created_at);

-- People who sign in to the console.
CREATE TABLE console_user (
    id              uuid        PRIMARY KEY,
    tenant_id       uuid        NOT NULL REFERENCES tenant,
    -- As it was given; printable ASCII.
    email           text        NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email ~ '^[!-~]+@[!-~]+$'),
    role            text        NOT NULL CHECK (role IN ('owner', 'member')),
    -- Null until the person has chosen a password.
    password_hash   text                 CHECK (password_hash LIKE '$argon2id$%'),
    password_set_at timestamptz,
    created_at      timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    -- Whether the person also looks after the installation, and sees the pages for that. Only the command line says so.
    operator        boolean     NOT NULL DEFAULT false,
    -- Since when the person is kept out; such a person has neither sessions nor links.
    disabled_at     timestamptz,
    CHECK ((password_hash IS NULL) = (password_set_at IS NULL)),
    -- Lets a session refer to a person only together with the tenant.
    UNIQUE (tenant_id, id)
);

-- One person for one address in the whole installation, however it is spelled.
CREATE UNIQUE INDEX console_user_email ON console_user (lower(email));

-- Links to choose a password, each good for one use.
CREATE TABLE console_link (
    -- SHA-256 of the token. The token has 256 random bits and is nowhere but in the link.
    hash       bytea       PRIMARY KEY CHECK (length(hash) = 32),
    user_id    uuid        NOT NULL REFERENCES console_user ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    -- A link that was used was used in time.
    used_at    timestamptz          CHECK (used_at < expires_at)
);

CREATE INDEX console_link_of_user ON console_link (user_id);
CREATE INDEX console_link_expiry ON console_link (expires_at);

-- A browser that somebody is signed in with. The row is deleted when that ends.
CREATE TABLE console_session (
    -- SHA-256 of the cookie's value.
    hash         bytea       PRIMARY KEY CHECK (length(hash) = 32),
    -- Names the session in lists, and grants nothing.
    id           uuid        NOT NULL UNIQUE,
    tenant_id    uuid        NOT NULL,
    user_id      uuid        NOT NULL,
    -- What the person has selected; null for the tenant's first project.
    project_id   uuid,
    mode         text        NOT NULL CHECK (mode IN ('live', 'test')),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL CHECK (last_seen_at >= created_at),
    -- The IP address at sign-in, and what the browser called itself.
    address      text        NOT NULL CHECK (length(address) <= 64),
    user_agent   text        NOT NULL CHECK (length(user_agent) <= 200),
    -- What was typed, without secrets, into a form that arrived after the session before had ended; in JSON, until
    -- its page is asked for.
    kept_form    text                 CHECK (octet_length(kept_form) <= 400000),
    FOREIGN KEY (tenant_id, user_id) REFERENCES console_user (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, id)
);

CREATE INDEX console_session_of_user ON console_session (user_id);
CREATE INDEX console_session_of_project ON console_session (tenant_id, project_id);
CREATE INDEX console_session_last_seen ON console_session (last_seen_at);

-- Forms that were sent from a session, so that one which arrives twice does its work once.
CREATE TABLE console_sent_form (
    session_id uuid        NOT NULL REFERENCES console_session (id) ON DELETE CASCADE,
    -- SHA-256 of its address and all that it said, the token of its page included.
    hash       bytea       NOT NULL CHECK (length(hash) = 32),
    sent_at    timestamptz NOT NULL,
    -- Where it led and what was said there; null as long as it is being worked on.
    page       text                 CHECK (page LIKE '/console%'),
    notice     text                 CHECK (length(notice) <= 500),
    PRIMARY KEY (session_id, hash)
);

-- Who changed or was given what. Rows are only ever added; what a row says changes in one way, see address.
CREATE TABLE audit_event (
    id             uuid        PRIMARY KEY,
    -- Null for what concerns the installation. What a request that began before an erasure wants to leave behind
    -- fails with the tenant.
    tenant_id      uuid        REFERENCES tenant,
    -- In which environment it was done; null for what belongs to none. No reference, so that the tenant's erasure
    -- need not look for each environment here.
    environment_id uuid,
    -- Of what was done to the tenant's billing, which is one for all its environments of a mode; null for all else.
    mode           text                 CHECK (mode IN ('live', 'test')),
    at             timestamptz NOT NULL,
    actor_kind     text        NOT NULL CHECK (actor_kind IN ('api_key', 'portal_page', 'user', 'operator', 'system')),
    actor_id       text        NOT NULL,
    -- The IP address that the call came from, if one asked for it. It goes when the person is removed.
    address        text                 CHECK (length(address) <= 64),
    -- Noun and verb, such as api_key.deleted.
    action         text        NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
    -- The identifier of what it was done to.
    subject        text        NOT NULL,
    outcome        text        NOT NULL CHECK (outcome ~ '^[a-z_]+$'),
    request_id     text,
    -- One more fact, such as the origin that a portal returns to.
    detail         text                 CHECK (length(detail) <= 500),
    CHECK (num_nonnulls(environment_id, mode) <= 1)
);

CREATE INDEX audit_event_of_tenant ON audit_event (tenant_id, id);

-- What was done to a tenant that is gone.
CREATE INDEX audit_event_without_tenant ON audit_event (subject, id) WHERE tenant_id IS NULL;

-- Keys, and how much an environment may send, are answered for from memory. New rows take nothing back.
CREATE FUNCTION note_key_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('access', OLD.environment_id);
    RETURN NULL;
END $$;

CREATE TRIGGER api_key_change AFTER UPDATE OF deleted_at, expires_at, permissions OR DELETE ON api_key
    FOR EACH ROW EXECUTE FUNCTION note_key_change();

-- Of each environment, in one order for all, so that nobody waits for somebody who waits for him.
CREATE FUNCTION note_project_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change(TG_ARGV[0], id) FROM (SELECT id FROM environment WHERE project_id = OLD.id ORDER BY id) own;
    RETURN NULL;
END $$;

CREATE FUNCTION note_tenant_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change(TG_ARGV[0], id) FROM (SELECT id FROM environment WHERE tenant_id = OLD.id ORDER BY id) own;
    RETURN NULL;
END $$;

CREATE TRIGGER project_access_change AFTER UPDATE OF status, rate_limit_default ON project
    FOR EACH ROW EXECUTE FUNCTION note_project_change('access');
CREATE TRIGGER tenant_access_change AFTER UPDATE OF status ON tenant
    FOR EACH ROW EXECUTE FUNCTION note_tenant_change('access');

-- So is where deliveries go: nothing is delivered for a deleted project or a tenant that is stopped. And when they are
-- tried again.
CREATE TRIGGER project_target_change AFTER UPDATE OF deleted_at, retry_policy ON project
    FOR EACH ROW EXECUTE FUNCTION note_project_change('targets');
CREATE TRIGGER tenant_target_change AFTER UPDATE OF status ON tenant
    FOR EACH ROW EXECUTE FUNCTION note_tenant_change('targets');
