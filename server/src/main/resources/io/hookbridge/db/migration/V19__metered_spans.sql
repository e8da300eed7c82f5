-- When usage was billed with which subscription: what held in an hour decides on its overage, whatever holds when it is reported.

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

INSERT INTO metered_span (tenant_id, book, subscription, customer, since)
SELECT s.tenant_id, s.book, s.external_id, c.external_id, s.metered_since
  FROM subscription s
  JOIN billing_customer c USING (tenant_id, book)
 WHERE s.metered
   AND s.status NOT IN ('canceled', 'incomplete', 'incomplete_expired');

-- The customer whose subscription held in the hour.
ALTER TABLE overage_report ADD COLUMN customer_id text CHECK (length(customer_id) BETWEEN 1 AND 255);
UPDATE overage_report r
   SET customer_id = coalesce(
       (SELECT external_id FROM billing_customer c WHERE c.tenant_id = r.tenant_id AND c.book = r.book), 'unlinked');
ALTER TABLE overage_report ALTER COLUMN customer_id SET NOT NULL;

-- held: the provider does not know the customer any more. ended: the provider has it, but no subscription that would bill it.
ALTER TABLE overage_report DROP CONSTRAINT overage_report_state_check;
ALTER TABLE overage_report ADD CONSTRAINT overage_report_state_check
    CHECK (state IN ('pending', 'sent', 'held', 'confirmed', 'ended', 'expired', 'unclear'));
ALTER TABLE overage_report ADD CHECK (state <> 'ended' OR first_sent_at IS NOT NULL);

DROP INDEX overage_report_open;
CREATE INDEX overage_report_open ON overage_report (book, next_try_at) WHERE state IN ('pending', 'sent', 'held');
