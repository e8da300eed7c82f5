-- What a month's overage costs, at the rate that held when each message was accepted.

ALTER TABLE usage_month
    -- In the provider's currency; a later change of plan does not rewrite it.
    ADD COLUMN overage_charge   numeric NOT NULL DEFAULT 0 CHECK (overage_charge >= 0),
    -- Messages of overage_count from before the charge was kept: they are estimated at today's rate.
    ADD COLUMN overage_unpriced bigint  NOT NULL DEFAULT 0 CHECK (overage_unpriced BETWEEN 0 AND overage_count);

UPDATE usage_month SET overage_unpriced = overage_count WHERE overage_count > 0;
