-- What a month's overage costs, at the rate that held when each message was accepted.

ALTER TABLE usage_month
    -- In the provider's currency; a later change of plan does not rewrite it.
    ADD COLUMN overage_charge   numeric NOT NULL DEFAULT 0 CHECK (overage_charge >= 0),
    -- Messages of overage_count from before the charge was kept: they are estimated at today's rate.
    ADD COLUMN overage_unpriced bigint  NOT NULL DEFAULT 0 CHECK (overage_unpriced BETWEEN 0 AND overage_count);

UPDATE usage_month SET overage_unpriced = overage_count WHERE overage_count > 0;

-- Test messages of a tenant in one day (UTC): what the ceiling of test messages is compared with.
CREATE TABLE usage_test_day (
    tenant_id     uuid   NOT NULL REFERENCES tenant,
    day           date   NOT NULL,
    message_count bigint NOT NULL CHECK (message_count >= 0),
    PRIMARY KEY (tenant_id, day)
);

-- What a tenant sent in a calendar month (UTC), live or test. Test messages count towards no plan.
CREATE VIEW usage_of_month AS
    SELECT tenant_id, 'live' AS mode, month, message_count, overage_count, overage_charge, overage_unpriced, plan_limit
      FROM usage_month
     UNION ALL
    SELECT tenant_id, 'test', date_trunc('month', day::timestamp)::date, sum(message_count)::bigint, 0, 0, 0, NULL
      FROM usage_test_day
     GROUP BY tenant_id, date_trunc('month', day::timestamp)::date;
