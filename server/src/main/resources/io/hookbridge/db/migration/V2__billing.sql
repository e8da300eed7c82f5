-- What tenants have subscribed to. Rows of one tenant are kept in books, by provider and mode: live and test never mix,
-- and rows of the provider that was configured before mean nothing to the other.

CREATE TABLE billing_customer (
    tenant_id   uuid        NOT NULL REFERENCES tenant,
    book        text        NOT NULL CHECK (book IN ('live', 'test', 'builtin_live', 'builtin_test')),
    external_id text        NOT NULL CHECK (length(external_id) BETWEEN 1 AND 255),
    -- The provider said that this customer is gone. Kept for a person to repair, never replaced by itself.
    broken      boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book),
    -- One customer belongs to one tenant.
    UNIQUE (book, external_id)
);

CREATE TABLE subscription (
    tenant_id            uuid        NOT NULL,
    book                 text        NOT NULL,
    external_id          text        NOT NULL,
    plan                 text        NOT NULL CHECK (length(plan) BETWEEN 1 AND 64),
    status               text        NOT NULL CHECK (status IN
        ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled', 'incomplete', 'incomplete_expired')),
    -- The provider's own word, also where it is one that this version does not know.
    raw_status           text        NOT NULL,
    billing_interval     text        NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    cancel_at_period_end boolean     NOT NULL,
    metered              boolean     NOT NULL,
    current_period_start timestamptz NOT NULL,
    -- Exclusive.
    current_period_end   timestamptz NOT NULL CHECK (current_period_end > current_period_start),
    updated_at           timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book)
);

-- The Stripe account that a mode belongs to, written at the first contact. A later answer from another account is refused.
CREATE TABLE billing_account (
    mode       text        PRIMARY KEY CHECK (mode IN ('live', 'test')),
    account_id text        NOT NULL,
    pinned_at  timestamptz NOT NULL
);

-- Messages of a tenant in one calendar month (UTC).
CREATE TABLE usage_month (
    tenant_id     uuid   NOT NULL REFERENCES tenant,
    month         date   NOT NULL CHECK (extract(day FROM month) = 1),
    message_count bigint NOT NULL CHECK (message_count >= 0),
    PRIMARY KEY (tenant_id, month)
);
