-- What the count of a month meant: the plan's limit as it stood, and what went over it.

ALTER TABLE usage_month
    -- Messages beyond the limit, counted when they were accepted; a later change of plan does not rewrite them.
    ADD COLUMN overage_count bigint NOT NULL DEFAULT 0 CHECK (overage_count BETWEEN 0 AND message_count),
    -- The plan's messages per month at the last count; null for months from before it was kept.
    ADD COLUMN plan_limit    bigint CHECK (plan_limit >= 1);

-- Messages beyond the limit by the UTC hour in which they were accepted: what a provider is told of.
CREATE TABLE overage_hour (
    tenant_id     uuid        NOT NULL REFERENCES tenant,
    hour          timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    message_count bigint      NOT NULL CHECK (message_count > 0),
    PRIMARY KEY (tenant_id, hour)
);

CREATE INDEX overage_hour_by_time ON overage_hour (hour);

-- A tenant's use of a month passed a share of its limit. Once for each month and share.
CREATE TABLE usage_threshold (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    month      date        NOT NULL,
    percent    integer     NOT NULL CHECK (percent IN (80, 100)),
    plan_limit bigint      NOT NULL,
    reached_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, month, percent)
);

-- What a tenant may do depends on these columns alone. That there is no subscription is remembered, too.
CREATE FUNCTION note_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('plans', coalesce(NEW.tenant_id, OLD.tenant_id));
    RETURN NULL;
END $$;

CREATE TRIGGER subscription_plan_change
    AFTER INSERT OR DELETE OR UPDATE OF plan, status, current_period_start ON subscription
    FOR EACH ROW EXECUTE FUNCTION note_plan_change();
