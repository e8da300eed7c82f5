-- The built-in billing provider: plans without payments. Its customers and subscriptions are the rows of the books
-- 'builtin_live' and 'builtin_test'; here are the periods they went through and the keys to the pages where a person changes them.

CREATE TABLE builtin_statement (
    tenant_id        uuid        NOT NULL REFERENCES tenant,
    mode             text        NOT NULL CHECK (mode IN ('live', 'test')),
    -- Counts from 1 for each tenant and mode, without gaps.
    number           integer     NOT NULL CHECK (number >= 1),
    plan             text        NOT NULL CHECK (length(plan) BETWEEN 1 AND 64),
    billing_interval text        NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    -- Where the run of periods began. Ends are counted from here, so that a run which began on the 31st
    -- comes back to the 31st after a short month.
    anchor           timestamptz NOT NULL,
    period_start     timestamptz NOT NULL CHECK (period_start >= anchor),
    -- Exclusive. Two changes at one instant leave an empty period behind, never a negative one.
    period_end       timestamptz NOT NULL CHECK (period_end >= period_start),
    -- All messages of the tenant in this mode before this period; what it used is counted from here.
    messages_before  bigint      NOT NULL CHECK (messages_before >= 0),
    -- Null while the period runs.
    messages_used    bigint               CHECK (messages_used >= 0),
    PRIMARY KEY (tenant_id, mode, number)
);

-- A tenant is in one period of each mode at a time.
CREATE UNIQUE INDEX builtin_statement_open ON builtin_statement (tenant_id, mode) WHERE messages_used IS NULL;

-- Finds the subscriptions whose period is over.
CREATE INDEX subscription_due ON subscription (book, current_period_end)
    WHERE book IN ('builtin_live', 'builtin_test') AND status NOT IN ('canceled', 'incomplete', 'incomplete_expired');

-- One portal link each: works once, for some minutes.
CREATE TABLE builtin_page_token (
    -- SHA-256 of the token. The token has 256 random bits and is nowhere but in the link.
    hash       bytea       PRIMARY KEY CHECK (length(hash) = 32),
    -- Names the portal session in audit rows, and grants nothing.
    session_id uuid        NOT NULL,
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    -- Whose subscription the pages show and change.
    mode       text        NOT NULL CHECK (mode IN ('live', 'test')),
    return_url text        NOT NULL CHECK (length(return_url) BETWEEN 1 AND 2048),
    -- The one thing the link was made for; null for the front page.
    flow       text                 CHECK (flow IN ('payment_method_update', 'subscription_cancel', 'subscription_update')),
    expires_at timestamptz NOT NULL,
    -- A token that was opened in time is used up; one that was not can never have been used.
    used_at    timestamptz          CHECK (used_at < expires_at)
);

CREATE INDEX builtin_page_token_expiry ON builtin_page_token (expires_at);

-- A browser that opened a portal link.
CREATE TABLE builtin_page_session (
    -- SHA-256 of the cookie's value.
    hash       bytea       PRIMARY KEY CHECK (length(hash) = 32),
    -- That of the link it came from. A link is opened once, so there is at most one.
    session_id uuid        NOT NULL UNIQUE,
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    -- Whose subscription the pages show and change.
    mode       text        NOT NULL CHECK (mode IN ('live', 'test')),
    return_url text        NOT NULL CHECK (length(return_url) BETWEEN 1 AND 2048),
    expires_at timestamptz NOT NULL
);

CREATE INDEX builtin_page_session_expiry ON builtin_page_session (expires_at);
