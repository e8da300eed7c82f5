-- A tenant can be stopped for a while, or for good.

ALTER TABLE tenant
    -- erasing: stopped for good. Everything of the tenant is being deleted, this row last.
    ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'erasing')),
    -- What there was when the erasure began, in numbers, for the audit row of its end.
    ADD COLUMN erased_counts text CHECK (length(erased_counts) <= 500),
    ADD CONSTRAINT tenant_erased_counts CHECK ((status = 'erasing') = (erased_counts IS NOT NULL));

CREATE INDEX tenant_erasing ON tenant (id) WHERE status = 'erasing';

-- Keys are answered for from memory, and so is where deliveries go.
CREATE FUNCTION note_tenant_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('access', OLD.id);
    PERFORM note_change('targets', id)
       FROM (SELECT id FROM project WHERE tenant_id = OLD.id ORDER BY id) own;
    RETURN NULL;
END $$;

CREATE TRIGGER tenant_status_change AFTER UPDATE OF status ON tenant
    FOR EACH ROW EXECUTE FUNCTION note_tenant_status();

-- What a request that began before the erasure wants to leave behind fails with it.
ALTER TABLE audit_event ADD CONSTRAINT audit_event_tenant FOREIGN KEY (tenant_id) REFERENCES tenant NOT VALID;
