-- Tells every node what it may no longer answer from memory; see db.ChangeWatch. A row is about one subject: a
-- tenant or a project, by the kind of what is remembered of it. Who changes one waits for nobody but those
-- who change the same.

CREATE TABLE cache_version (
    id         uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('access', 'plans', 'targets')),
    -- The transaction that changed it last: nodes read what was not yet over when they looked before.
    changed_by xid8 NOT NULL,
    PRIMARY KEY (id, kind)
);

CREATE INDEX cache_version_changed_by ON cache_version (changed_by);

CREATE FUNCTION note_change(of_kind text, of_id uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cache_version AS known (id, kind, changed_by) VALUES (of_id, of_kind, pg_current_xact_id())
        ON CONFLICT (id, kind) DO UPDATE SET changed_by = excluded.changed_by
     WHERE known.changed_by <> excluded.changed_by
$$;

-- By triggers, so that a change which a person makes by hand counts as well. New rows take nothing back.
CREATE FUNCTION note_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('access', OLD.tenant_id);
    RETURN NULL;
END $$;

CREATE TRIGGER api_key_change AFTER UPDATE OF deleted_at, permissions OR DELETE ON api_key
    FOR EACH ROW EXECUTE FUNCTION note_access_change();

-- How much a project may send is answered from memory as well.
CREATE TRIGGER project_change AFTER UPDATE OF status, rate_limit_default ON project
    FOR EACH ROW EXECUTE FUNCTION note_access_change();
