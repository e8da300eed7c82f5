-- How our rows come to equal the provider's truth: events as they came, fetches in order, the reconcile, overage on its way.

-- The right to do something alone, for a while.
CREATE TABLE lease (
    name   text        PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    -- A running server.
    holder uuid        NOT NULL,
    until  timestamptz NOT NULL
);

-- What the provider told us of. Nothing but the customer is ever read from it: state is fetched.
CREATE TABLE billing_inbox (
    seq         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book        text        NOT NULL CHECK (book IN ('live', 'test')),
    event_id    text        NOT NULL CHECK (length(event_id) BETWEEN 1 AND 255),
    type        text        NOT NULL CHECK (length(type) BETWEEN 1 AND 255),
    -- Null for what concerns no customer.
    customer_id text                 CHECK (length(customer_id) BETWEEN 1 AND 255),
    -- Sent to us, or found when the provider's own list was read.
    source      text        NOT NULL CHECK (source IN ('webhook', 'list')),
    -- By the provider's clock, in whole seconds: good for an age, never for an order.
    created_at  timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    -- When a fetch that began after the event was written down, or it was clear that none is needed.
    done_at     timestamptz,
    -- Deliveries are repeated.
    UNIQUE (book, event_id)
);

CREATE INDEX billing_inbox_pending ON billing_inbox (seq) WHERE done_at IS NULL;
CREATE INDEX billing_inbox_of_customer ON billing_inbox (book, customer_id, seq) WHERE done_at IS NULL;
CREATE INDEX billing_inbox_received ON billing_inbox (book, source, received_at);

-- The fetches of a customer. A fetch takes its number before it asks; a lower number never overwrites a higher one.
CREATE TABLE customer_sync (
    tenant_id     uuid        NOT NULL,
    book          text        NOT NULL,
    taken         bigint      NOT NULL CHECK (taken >= 1),
    -- The number of the fetch that our rows come from; 0 before the first.
    written       bigint      NOT NULL DEFAULT 0 CHECK (written BETWEEN 0 AND taken),
    -- When that fetch began.
    synced_at     timestamptz,
    -- The background fetch under way, which keeps other background fetches away until it ends or its time is over.
    claim         bigint               CHECK (claim <= taken),
    claimed_until timestamptz,
    -- Failures in a row, and how long pending events wait because of them.
    failures      integer     NOT NULL DEFAULT 0 CHECK (failures >= 0),
    next_try_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book),
    CHECK ((claim IS NULL) = (claimed_until IS NULL)),
    CHECK ((synced_at IS NULL) = (written = 0))
);

-- Since when usage may be billed with this subscription; null where none is.
ALTER TABLE subscription ADD COLUMN metered_since timestamptz;
UPDATE subscription SET metered_since = current_period_start WHERE metered;
ALTER TABLE subscription ADD CHECK (metered = (metered_since IS NOT NULL));

-- The latest run of each kind; a run goes on from here after a crash.
CREATE TABLE billing_reconcile (
    book        text        NOT NULL CHECK (book IN ('live', 'test')),
    kind        text        NOT NULL CHECK (kind IN ('nightly', 'hourly')),
    state       text        NOT NULL CHECK (state IN ('scanning', 'settling', 'braked', 'done')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    -- The last tenant that was looked at; null before the first.
    cursor      uuid,
    checked     integer     NOT NULL DEFAULT 0 CHECK (checked >= 0),
    -- Tenants with a paid plan's limits when the run began: what the brake measures by.
    with_access integer     NOT NULL CHECK (with_access >= 0),
    -- An operator let the run take access from however many.
    accepted    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (book, kind),
    CHECK ((state = 'done') = (finished_at IS NOT NULL))
);

-- Customers that a run could not be done with at once.
CREATE TABLE billing_reconcile_item (
    book      text    NOT NULL,
    kind      text    NOT NULL,
    tenant_id uuid    NOT NULL REFERENCES tenant,
    -- Would lose access, or could not be fetched.
    what      text    NOT NULL CHECK (what IN ('loss', 'failed')),
    tries     integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    PRIMARY KEY (book, kind, tenant_id),
    FOREIGN KEY (book, kind) REFERENCES billing_reconcile (book, kind)
);

-- How far the provider's list of events was read.
CREATE TABLE billing_event_list (
    book       text        PRIMARY KEY CHECK (book IN ('live', 'test')),
    read_until timestamptz NOT NULL
);

-- Overage of one tenant and hour on its way to the provider's meter.
CREATE TABLE overage_report (
    tenant_id     uuid        NOT NULL REFERENCES tenant,
    book          text        NOT NULL CHECK (book IN ('live', 'test')),
    -- The start of the hour (UTC).
    hour          timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    -- Final: the hour was closed when the row was made.
    message_count bigint      NOT NULL CHECK (message_count > 0),
    -- By which the provider tells a repetition from a second report.
    identifier    text        NOT NULL CHECK (length(identifier) BETWEEN 1 AND 100),
    state         text        NOT NULL CHECK (state IN ('pending', 'sent', 'confirmed', 'expired', 'unclear')),
    -- Written before the request goes out, so that a report that may have arrived is known as such.
    first_sent_at timestamptz,
    tries         integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_try_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book, hour),
    UNIQUE (book, identifier),
    CHECK (state NOT IN ('sent', 'confirmed') OR first_sent_at IS NOT NULL),
    CHECK (state <> 'pending' OR first_sent_at IS NULL)
);

CREATE INDEX overage_report_open ON overage_report (book, next_try_at) WHERE state IN ('pending', 'sent');
