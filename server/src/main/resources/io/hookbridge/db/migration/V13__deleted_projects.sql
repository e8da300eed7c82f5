-- Nothing is delivered for a deleted project: its endpoints are read again everywhere.
CREATE FUNCTION note_project_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('targets', OLD.id);
    RETURN NULL;
END $$;

CREATE TRIGGER project_deletion AFTER UPDATE OF deleted_at ON project
    FOR EACH ROW EXECUTE FUNCTION note_project_deletion();
