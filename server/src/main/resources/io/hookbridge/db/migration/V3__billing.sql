-- What tenants have subscribed to, how our rows come to equal a provider's truth, and what tenants have used. Rows
-- of one tenant are kept in books, by provider and mode: live and test never mix, and rows of the provider that was
-- configured before mean nothing to the other.

-- The Stripe account that a mode belongs to, written at the first contact. A later answer from another account is
-- refused.
CREATE TABLE billing_account (
    mode       text        PRIMARY KEY CHECK (mode IN ('live', 'test')),
    account_id text        NOT NULL,
    pinned_at  timestamptz NOT NULL
);

-- Prices that ever bore the lookup key of a plan. A key can move to another price; what this one sells does not
-- change.
CREATE TABLE plan_price (
    mode     text NOT NULL CHECK (mode IN ('live', 'test')),
    price_id text NOT NULL CHECK (length(price_id) BETWEEN 1 AND 255),
    plan     text NOT NULL CHECK (length(plan) BETWEEN 1 AND 64),
    PRIMARY KEY (mode, price_id)
);

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
    -- Since when usage may be billed with this subscription; null where none is.
    metered_since        timestamptz,
    current_period_start timestamptz NOT NULL,
    -- Exclusive.
    current_period_end   timestamptz NOT NULL CHECK (current_period_end > current_period_start),
    -- When we first saw it so; grace counts from here. Kept for as long as it goes on.
    past_due_since       timestamptz,
    -- When it is set to end, and when it did, by the provider's word.
    cancel_at            timestamptz,
    ended_at             timestamptz,
    -- When the provider was first found not to have it any more; its last word stays in raw_status.
    gone_since           timestamptz,
    -- Why the provider's portal cannot change it, beside its being billed by usage; null where it can.
    portal_obstacle      text                 CHECK (portal_obstacle IN ('schedule', 'several_products', 'invoiced')),
    updated_at           timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book),
    CHECK (metered = (metered_since IS NOT NULL)),
    -- Grace that counts from nowhere would never end, or never begin.
    CHECK ((status = 'past_due') = (past_due_since IS NOT NULL))
);

-- Finds the subscriptions of the built-in provider whose period is over.
CREATE INDEX subscription_due ON subscription (book, current_period_end)
    WHERE book IN ('builtin_live', 'builtin_test') AND status NOT IN ('canceled', 'incomplete', 'incomplete_expired');

-- What a tenant may do, and whether its portal opens, depends on these columns alone. That there is no subscription is
-- remembered as well, but never believed by who would open the portal.
CREATE FUNCTION note_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('plans', coalesce(NEW.tenant_id, OLD.tenant_id));
    RETURN NULL;
END $$;

CREATE TRIGGER subscription_plan_change AFTER INSERT OR DELETE OR UPDATE OF plan, status, past_due_since ON subscription
    FOR EACH ROW EXECUTE FUNCTION note_plan_change();
CREATE TRIGGER customer_link_change AFTER DELETE OR UPDATE OF external_id, broken ON billing_customer
    FOR EACH ROW EXECUTE FUNCTION note_plan_change();

-- Each live subscription of a customer as it was last read, also those that do not count.
CREATE TABLE heard_subscription (
    tenant_id      uuid        NOT NULL,
    book           text        NOT NULL,
    external_id    text        NOT NULL CHECK (length(external_id) BETWEEN 1 AND 255),
    plan           text        NOT NULL CHECK (length(plan) BETWEEN 1 AND 64),
    -- Live ones only: what has ended is not remembered.
    status         text        NOT NULL CHECK (status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused')),
    past_due_since timestamptz,
    -- The price of which nobody can say what it sells, while something is given for it; null if there is none.
    unknown_price  text                 CHECK (length(unknown_price) BETWEEN 1 AND 255),
    PRIMARY KEY (tenant_id, book, external_id),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book),
    CHECK ((status = 'past_due') = (past_due_since IS NOT NULL))
);

CREATE INDEX heard_subscription_unknown ON heard_subscription (book) WHERE unknown_price IS NOT NULL;

-- When usage was billed with which subscription: what held in an hour decides on its overage, whatever holds when it
-- is reported.
CREATE TABLE metered_span (
    tenant_id    uuid        NOT NULL,
    book         text        NOT NULL,
    -- The provider's identifiers.
    subscription text        NOT NULL CHECK (length(subscription) BETWEEN 1 AND 255),
    customer     text        NOT NULL CHECK (length(customer) BETWEEN 1 AND 255),
    since        timestamptz NOT NULL,
    -- When we heard that it had ended or was billed by usage no more; null while it goes on.
    until        timestamptz          CHECK (until >= since),
    PRIMARY KEY (tenant_id, book, subscription, since),
    FOREIGN KEY (tenant_id, book) REFERENCES billing_customer (tenant_id, book) ON DELETE CASCADE
);

-- One subscription counts at a time.
CREATE UNIQUE INDEX metered_span_open ON metered_span (tenant_id, book) WHERE until IS NULL;

CREATE FUNCTION keep_metered_span() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    billed CONSTANT boolean := NEW.metered AND NEW.status NOT IN ('canceled', 'incomplete', 'incomplete_expired');
BEGIN
    UPDATE metered_span
       SET until = greatest(since, NEW.updated_at)
     WHERE tenant_id = NEW.tenant_id
       AND book = NEW.book
       AND until IS NULL
       AND NOT (billed AND subscription = NEW.external_id);
    IF billed THEN
        INSERT INTO metered_span (tenant_id, book, subscription, customer, since)
        SELECT c.tenant_id, c.book, NEW.external_id, c.external_id, NEW.metered_since
          FROM billing_customer c
         WHERE c.tenant_id = NEW.tenant_id
           AND c.book = NEW.book
           AND NOT EXISTS (
               SELECT FROM metered_span m
                WHERE m.tenant_id = c.tenant_id
                  AND m.book = c.book
                  AND m.until IS NULL)
        -- One that counts again after another did.
        ON CONFLICT (tenant_id, book, subscription, since) DO UPDATE SET until = NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER subscription_metered_span AFTER INSERT OR UPDATE OF external_id, status, metered, metered_since ON subscription
    FOR EACH ROW EXECUTE FUNCTION keep_metered_span();

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

-- How far the provider's list of events was read.
CREATE TABLE billing_event_list (
    book       text        PRIMARY KEY CHECK (book IN ('live', 'test')),
    read_until timestamptz NOT NULL
);

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

CREATE INDEX billing_reconcile_item_of_tenant ON billing_reconcile_item (tenant_id);

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

-- Live messages of a tenant in one calendar month (UTC), and what they meant: the plan's limit as it stood, and what
-- went over it.
CREATE TABLE usage_month (
    tenant_id      uuid    NOT NULL REFERENCES tenant,
    month          date    NOT NULL CHECK (extract(day FROM month) = 1),
    message_count  bigint  NOT NULL CHECK (message_count >= 0),
    -- The plan's messages per month at the last count.
    plan_limit     bigint  NOT NULL CHECK (plan_limit >= 1),
    -- Messages beyond the limit, counted when they were accepted; a later change of plan does not rewrite them.
    overage_count  bigint  NOT NULL DEFAULT 0 CHECK (overage_count BETWEEN 0 AND message_count),
    -- What they cost in the provider's currency, at the rate that held when each was accepted.
    overage_charge numeric NOT NULL DEFAULT 0 CHECK (overage_charge >= 0),
    PRIMARY KEY (tenant_id, month)
);

-- Test messages of a tenant in one day (UTC), for which plans have a ceiling of their own.
CREATE TABLE usage_test_day (
    tenant_id     uuid   NOT NULL REFERENCES tenant,
    day           date   NOT NULL,
    message_count bigint NOT NULL CHECK (message_count >= 0),
    PRIMARY KEY (tenant_id, day)
);

-- What a tenant sent in a calendar month (UTC), live or test.
CREATE VIEW usage_of_month AS
    SELECT tenant_id, 'live' AS mode, month, message_count, overage_count, overage_charge, plan_limit
      FROM usage_month
     UNION ALL
    SELECT tenant_id, 'test', date_trunc('month', day::timestamp)::date, sum(message_count)::bigint, 0, 0, NULL
      FROM usage_test_day
     GROUP BY tenant_id, date_trunc('month', day::timestamp)::date;

-- A tenant's use of a month passed a share of its limit. Once for each month and share.
CREATE TABLE usage_threshold (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    month      date        NOT NULL,
    percent    integer     NOT NULL CHECK (percent IN (80, 100)),
    plan_limit bigint      NOT NULL,
    reached_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, month, percent)
);

-- Messages beyond the limit by the UTC hour in which they were accepted: what a provider is told of.
CREATE TABLE overage_hour (
    tenant_id     uuid        NOT NULL REFERENCES tenant,
    hour          timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    message_count bigint      NOT NULL CHECK (message_count > 0),
    PRIMARY KEY (tenant_id, hour)
);

CREATE INDEX overage_hour_by_time ON overage_hour (hour);

-- Overage of one tenant and hour on its way to the provider's meter.
CREATE TABLE overage_report (
    tenant_id     uuid        NOT NULL REFERENCES tenant,
    book          text        NOT NULL CHECK (book IN ('live', 'test')),
    -- The start of the hour (UTC).
    hour          timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    -- The customer whose subscription held in the hour.
    customer_id   text        NOT NULL CHECK (length(customer_id) BETWEEN 1 AND 255),
    -- Final: the hour was closed when the row was made.
    message_count bigint      NOT NULL CHECK (message_count > 0),
    -- By which the provider tells a repetition from a second report.
    identifier    text        NOT NULL CHECK (length(identifier) BETWEEN 1 AND 100),
    -- held: the provider does not know the customer any more. ended: the provider has it, but no subscription that
    -- would bill it.
    state         text        NOT NULL
                  CHECK (state IN ('pending', 'sent', 'held', 'confirmed', 'ended', 'expired', 'unclear')),
    -- Written before the request goes out, so that a report that may have arrived is known as such.
    first_sent_at timestamptz,
    tries         integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_try_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, book, hour),
    UNIQUE (book, identifier),
    CHECK (state NOT IN ('sent', 'confirmed', 'ended') OR first_sent_at IS NOT NULL),
    CHECK (state <> 'pending' OR first_sent_at IS NULL)
);

CREATE INDEX overage_report_open ON overage_report (book, next_try_at) WHERE state IN ('pending', 'sent', 'held');

-- The built-in billing provider: plans without payments. Its customers and subscriptions are the rows of the books
-- 'builtin_live' and 'builtin_test'; here are the periods they went through and the keys to the pages where a person
-- changes them.

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

-- One portal or checkout link each: works once, for some minutes.
CREATE TABLE builtin_page_token (
    -- SHA-256 of the token. The token has 256 random bits and is nowhere but in the link.
    hash             bytea       PRIMARY KEY CHECK (length(hash) = 32),
    -- Names the portal session in audit rows, and grants nothing.
    session_id       uuid        NOT NULL,
    tenant_id        uuid        NOT NULL REFERENCES tenant,
    -- Whose subscription, the live or the test one, the pages show and change.
    mode             text        NOT NULL CHECK (mode IN ('live', 'test')),
    -- Who made the link: an actor, as in audit_event. It ends with the access of who made it.
    maker_kind       text        NOT NULL CHECK (maker_kind IN ('api_key', 'user', 'operator', 'system')),
    maker_id         text        NOT NULL,
    return_url       text        NOT NULL CHECK (length(return_url) BETWEEN 1 AND 2048),
    -- The one thing a portal link was made for; null for the front page.
    flow             text                 CHECK (flow IN ('payment_method_update', 'subscription_cancel', 'subscription_update')),
    -- What a checkout starts, and where its way back leads. All null for a portal link.
    plan             text                 CHECK (length(plan) BETWEEN 1 AND 64),
    billing_interval text                 CHECK (billing_interval IN ('monthly', 'annual')),
    cancel_url       text                 CHECK (length(cancel_url) BETWEEN 1 AND 2048),
    -- The token itself, sealed with the secret key file, so that the same request can be answered with the same link.
    sealed           bytea                CHECK (length(sealed) > 0),
    expires_at       timestamptz NOT NULL,
    -- A token that was opened in time is used up; one that was not can never have been used.
    used_at          timestamptz          CHECK (used_at < expires_at),
    CHECK (num_nulls(plan, billing_interval, cancel_url, sealed) IN (0, 4)),
    -- A flow belongs to the portal.
    CHECK (plan IS NULL OR flow IS NULL)
);

CREATE INDEX builtin_page_token_of_tenant ON builtin_page_token (tenant_id);
CREATE INDEX builtin_page_token_expiry ON builtin_page_token (expires_at);

-- A tenant has one checkout link of each mode at a time that was not opened.
CREATE UNIQUE INDEX builtin_page_token_open_checkout ON builtin_page_token (tenant_id, mode)
    WHERE plan IS NOT NULL AND used_at IS NULL;

-- A browser that opened such a link. One that opened a checkout link may do that checkout and nothing else.
CREATE TABLE builtin_page_session (
    -- SHA-256 of the cookie's value.
    hash             bytea       PRIMARY KEY CHECK (length(hash) = 32),
    -- That of the link it came from. A link is opened once, so there is at most one.
    session_id       uuid        NOT NULL UNIQUE,
    tenant_id        uuid        NOT NULL REFERENCES tenant,
    mode             text        NOT NULL CHECK (mode IN ('live', 'test')),
    maker_kind       text        NOT NULL CHECK (maker_kind IN ('api_key', 'user', 'operator', 'system')),
    maker_id         text        NOT NULL,
    return_url       text        NOT NULL CHECK (length(return_url) BETWEEN 1 AND 2048),
    plan             text                 CHECK (length(plan) BETWEEN 1 AND 64),
    billing_interval text                 CHECK (billing_interval IN ('monthly', 'annual')),
    cancel_url       text                 CHECK (length(cancel_url) BETWEEN 1 AND 2048),
    expires_at       timestamptz NOT NULL,
    CHECK (num_nulls(plan, billing_interval, cancel_url) IN (0, 3))
);

CREATE INDEX builtin_page_session_of_tenant ON builtin_page_session (tenant_id);
CREATE INDEX builtin_page_session_expiry ON builtin_page_session (expires_at);
CREATE INDEX builtin_page_session_checkout_of_tenant ON builtin_page_session (tenant_id, mode) WHERE plan IS NOT NULL;
