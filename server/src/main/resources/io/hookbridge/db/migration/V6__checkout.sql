-- Checkouts of the built-in provider, and what is known of invoices while a provider is away.

-- A link that was made for a checkout: what it starts, and where its way back leads. All null for a portal link.
ALTER TABLE builtin_page_token
    ADD COLUMN plan             text  CHECK (length(plan) BETWEEN 1 AND 64),
    ADD COLUMN billing_interval text  CHECK (billing_interval IN ('monthly', 'annual')),
    ADD COLUMN cancel_url       text  CHECK (length(cancel_url) BETWEEN 1 AND 2048),
    -- The token itself, sealed with the secret key file, so that the same request can be answered with the same link.
    ADD COLUMN sealed           bytea CHECK (length(sealed) > 0),
    ADD CONSTRAINT builtin_page_token_checkout CHECK (num_nulls(plan, billing_interval, cancel_url, sealed) IN (0, 4)),
    -- A flow belongs to the portal.
    ADD CONSTRAINT builtin_page_token_flow CHECK (plan IS NULL OR flow IS NULL);

-- A tenant has one checkout link of each mode at a time that was not opened.
CREATE UNIQUE INDEX builtin_page_token_open_checkout ON builtin_page_token (tenant_id, mode)
    WHERE plan IS NOT NULL AND used_at IS NULL;

-- A browser that opened a checkout link may do that checkout and nothing else.
ALTER TABLE builtin_page_session
    ADD COLUMN plan             text CHECK (length(plan) BETWEEN 1 AND 64),
    ADD COLUMN billing_interval text CHECK (billing_interval IN ('monthly', 'annual')),
    ADD COLUMN cancel_url       text CHECK (length(cancel_url) BETWEEN 1 AND 2048),
    ADD CONSTRAINT builtin_page_session_checkout CHECK (num_nulls(plan, billing_interval, cancel_url) IN (0, 3));

CREATE INDEX builtin_page_session_checkout_of_tenant ON builtin_page_session (tenant_id, mode) WHERE plan IS NOT NULL;

-- The newest invoices of a customer as a provider elsewhere last told them.
CREATE TABLE last_known_invoices (
    tenant_id   uuid        NOT NULL,
    book        text        NOT NULL,
    -- Whose they are: a tenant that is linked to another customer must not see these.
    customer_id text        NOT NULL,
    -- Without the links to them, which are credentials.
    invoices    jsonb       NOT NULL CHECK (jsonb_typeof(invoices) = 'array'),
    -- Whether there are older ones.
    has_more    boolean     NOT NULL,
    as_of       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book) ON DELETE CASCADE
);
