-- The servers of this database: what it belongs to, who runs, who may do something alone, and when something that
-- a server remembers holds no more.

CREATE TABLE installation (
    -- One row: what this database belongs to.
    id         boolean     PRIMARY KEY DEFAULT true CHECK (id),
    -- A known text sealed with the secret key file, so that a start with another file is noticed.
    key_check  bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

-- The running servers that deliver. What a server holds is free for others when its time is over. By the
-- clock of the database, so that servers need not agree on the time.
CREATE TABLE node (
    id          uuid        PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- The running servers, those that deliver nothing included, and what each does: so that one of them can tell when
-- nobody does what waits. By the clock of the database as well.
CREATE TABLE running_server (
    id          uuid        PRIMARY KEY,
    roles       text[]      NOT NULL CHECK (cardinality(roles) > 0),
    alive_until timestamptz NOT NULL
);

-- The right to do something alone, for a while.
CREATE TABLE lease (
    name   text        PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    -- A running server.
    holder uuid        NOT NULL,
    until  timestamptz NOT NULL
);

-- Tells every node when what it holds in memory may no longer be so. A node compares one number instead of
-- reading each row again; see ChangeWatch. Counted by triggers, so that a change which a person makes by hand
-- counts as well.
CREATE TABLE cache_version (
    subject text   PRIMARY KEY,
    version bigint NOT NULL
);

INSERT INTO cache_version VALUES ('access', 0), ('plans', 0), ('endpoints', 0);

CREATE FUNCTION count_access_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cache_version SET version = version + 1 WHERE subject = 'access';
    RETURN NULL;
END $$;

CREATE FUNCTION count_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cache_version SET version = version + 1 WHERE subject = 'plans';
    RETURN NULL;
END $$;

CREATE FUNCTION count_endpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cache_version SET version = version + 1 WHERE subject = 'endpoints';
    RETURN NULL;
END $$;

-- What a server writes to find out whether writes work again, after one failed for want of room or of a server
-- that takes them. A full disk refuses only what needs new room, so each row fills a page of a new file.
CREATE TABLE write_probe (filler text NOT NULL);
ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE PLAIN;

CREATE FUNCTION probe_write() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE write_probe;
    INSERT INTO write_probe SELECT repeat('x', 8000) FROM generate_series(1, 128);
END $$;
