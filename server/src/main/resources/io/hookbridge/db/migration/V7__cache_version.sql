-- Tells every node when what it holds in memory may no longer be so. A node compares one number instead of
-- reading each row again; see ChangeWatch.

CREATE TABLE cache_version (
    subject text   PRIMARY KEY,
    version bigint NOT NULL
);

INSERT INTO cache_version VALUES ('access', 0);

CREATE FUNCTION count_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cache_version SET version = version + 1 WHERE subject = 'access';
    RETURN NULL;
END $$;

-- By triggers, so that a change which a person makes by hand counts as well. New rows take nothing back.
CREATE TRIGGER api_key_change AFTER UPDATE OF deleted_at, permissions OR DELETE ON api_key
    FOR EACH STATEMENT EXECUTE FUNCTION count_access_change();

CREATE TRIGGER project_change AFTER UPDATE OF status ON project
    FOR EACH STATEMENT EXECUTE FUNCTION count_access_change();
