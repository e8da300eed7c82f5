-- What we knew of a subscription, for when the provider's answer alone does not tell what it gives.

ALTER TABLE subscription
    -- When we first saw it so; grace counts from here. Kept for as long as it goes on.
    ADD COLUMN past_due_since timestamptz,
    -- When it is set to end, and when it did, by the provider's word.
    ADD COLUMN cancel_at      timestamptz,
    ADD COLUMN ended_at       timestamptz,
    -- When the provider was first found not to have it any more; its last word stays in raw_status.
    ADD COLUMN gone_since     timestamptz;

UPDATE subscription SET past_due_since = now() WHERE status = 'past_due';

-- The provider's last word was not kept in these rows; the end is what is known.
UPDATE subscription
   SET gone_since = updated_at,
       raw_status = status
 WHERE raw_status IN ('absent', 'customer_gone');

-- Grace that counts from nowhere would never end, or never begin.
ALTER TABLE subscription ADD CHECK ((status = 'past_due') = (past_due_since IS NOT NULL));

DROP TRIGGER subscription_plan_change ON subscription;

-- What a tenant may do depends on these columns alone.
CREATE TRIGGER subscription_plan_change AFTER INSERT OR DELETE OR UPDATE OF plan, status, past_due_since ON subscription
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

-- Prices that ever bore the lookup key of a plan. A key can move to another price; what this one sells does not change.
CREATE TABLE plan_price (
    mode     text NOT NULL CHECK (mode IN ('live', 'test')),
    price_id text NOT NULL CHECK (length(price_id) BETWEEN 1 AND 255),
    plan     text NOT NULL CHECK (length(plan) BETWEEN 1 AND 64),
    PRIMARY KEY (mode, price_id)
);
