-- The servers of this database: what it belongs to, who runs, who may do something alone, and when something that
-- a server remembers holds no more.

CREATE TABLE installation (
    -- One row: what this database belongs to.
    id         boolean     PRIMARY KEY DEFAULT true CHECK (id),
    -- A known text sealed with the secret key file, so that a start with another file is noticed.
    key_check  bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

-- The running servers that deliver. When the time of one is over, another takes over what it held. By the clock of the
-- database, so that servers need not agree on the time.
CREATE TABLE node (
    id          uuid        PRIMARY KEY,
    alive_until timestamptz NOT NULL,
    -- Set by the take-over: from then on nothing of this node is written. Whatever a node writes about messages locks
    -- this row first, FOR KEY SHARE, and fails if it is fenced or gone.
    fenced      boolean     NOT NULL DEFAULT false,
    -- At or below the id of every message that the node accepted into its memory and does not know to be finished or
    -- queued, those among them whose commit is in doubt. Never falls.
    watermark   uuid        NOT NULL
);

-- The running servers, those that deliver nothing included, and what each does: so that one of them can tell when
-- nobody does what waits. By the clock of the database as well.
CREATE TABLE running_server (
    id          uuid        PRIMARY KEY,
    roles       text[]      NOT NULL CHECK (cardinality(roles) > 0),
    version     text        NOT NULL CHECK (length(version) BETWEEN 1 AND 100),
    started_at  timestamptz NOT NULL DEFAULT now(),
    alive_until timestamptz NOT NULL
);

-- The right to do something alone, for a while.
CREATE TABLE lease (
    name   text        PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    -- A running server.
    holder uuid        NOT NULL,
    until  timestamptz NOT NULL
);

-- Tells every node what it may no longer answer from memory, see db.cache.ChangeWatch: a row for each tenant and
-- environment of which something remembered has changed, by the kind of what is remembered. Whoever changes one waits
-- for nobody but those who change the same. Written by triggers, so that a change which a person makes by hand counts
-- as well.
CREATE TABLE cache_version (
    -- An environment; for plans a tenant. No reference: rows may go before or after what they are about.
    id         uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('access', 'plans', 'targets')),
    -- The transaction that changed it last: nodes read what was not over yet when they looked before.
    changed_by xid8 NOT NULL,
    PRIMARY KEY (id, kind)
);

CREATE INDEX cache_version_changed_by ON cache_version (changed_by);

CREATE FUNCTION note_change(of_kind text, of_id uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cache_version AS known (id, kind, changed_by) VALUES (of_id, of_kind, pg_current_xact_id())
        ON CONFLICT (id, kind) DO UPDATE SET changed_by = excluded.changed_by
     WHERE known.changed_by <> excluded.changed_by
$$;

-- What a server writes to find out whether writes work again, after one failed for want of room or of a server
-- that takes them. A full disk refuses only what needs new room, so each row fills a page of a new file.
CREATE TABLE write_probe (filler text NOT NULL);
ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE PLAIN;

CREATE FUNCTION probe_write() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE write_probe;
    INSERT INTO write_probe SELECT repeat('x', 8000) FROM generate_series(1, 128);
END $$;
