-- Why the provider's portal cannot change a subscription, beside its being billed by usage; null where it can. Known from the next fetch on.
ALTER TABLE subscription ADD COLUMN portal_obstacle text CHECK (portal_obstacle IN ('schedule', 'several_products', 'invoiced'));
