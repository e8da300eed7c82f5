-- The running servers, those that deliver nothing included, and what each does: so that one of them can tell when
-- nobody does what waits. By the clock of the database, so that servers need not agree on the time.
CREATE TABLE running_server (
    id          uuid        PRIMARY KEY,
    roles       text[]      NOT NULL CHECK (cardinality(roles) > 0),
    alive_until timestamptz NOT NULL
);
