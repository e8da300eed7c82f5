-- People of a tenant who sign in to the console, and the browsers they are signed in with.

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
    FOREIGN KEY (tenant_id, user_id) REFERENCES console_user (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, id)
);

CREATE INDEX console_session_of_user ON console_session (user_id);
CREATE INDEX console_session_last_seen ON console_session (last_seen_at);

-- People act as well now.
ALTER TABLE audit_event
    DROP CONSTRAINT audit_event_actor_kind_check,
    ADD CONSTRAINT audit_event_actor_kind_check
        CHECK (actor_kind IN ('api_key', 'portal_page', 'user', 'operator', 'system'));
