-- Nothing is delivered for a deleted project: its endpoints are read again everywhere.
CREATE TRIGGER project_deletion AFTER UPDATE OF deleted_at ON project
    FOR EACH STATEMENT EXECUTE FUNCTION count_endpoint_change();
