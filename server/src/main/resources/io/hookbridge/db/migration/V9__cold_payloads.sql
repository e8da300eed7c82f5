-- Payloads that lie in S3-compatible storage instead of message; docs/cold-payloads.md says what moves and when.
--
-- Nothing moves before every server that runs knows this migration, and the first move keeps others away for good: it
-- raises schema_support, and from then on none of them gets a row of node or running_server, also one that begins just then
-- or that slept meanwhile. What such a server may still read has no body, which is not an empty one.
SET LOCAL lock_timeout = '2s';

-- A row has either a body or, instead of it, the place of its sealed body in the storage and the key that alone opens
-- it. So whatever deletes the row erases the payload, wherever it lies.
ALTER TABLE message
    -- The segment that the sealed body lies in; null if it lies here.
    ADD COLUMN cold_segment uuid,
    -- Where it begins there, in bytes; its length is size_bytes and that of the seal.
    ADD COLUMN cold_offset  int,
    -- The key of this one payload, sealed with the secret key file.
    ADD COLUMN cold_key     bytea,
    ALTER COLUMN body DROP NOT NULL;

-- Of the rows that come from now on: looking at those that are there would take its time.
ALTER TABLE message ADD CONSTRAINT here_or_cold CHECK (
    (body IS NULL) = (cold_segment IS NOT NULL)
    AND (cold_segment IS NULL) = (cold_offset IS NULL)
    AND (cold_segment IS NULL) = (cold_key IS NULL)
) NOT VALID;

-- Objects in the storage that hold sealed payloads.
CREATE TABLE cold_segment (
    id         uuid        PRIMARY KEY,
    -- The day on which its payloads expire.
    day        date        NOT NULL,
    -- 'writing' from before the object is begun, 'written' once it was read back and its payloads have rows in the
    -- partition that is being written, 'live' once that took the place of the old one, 'going' until it is deleted.
    state      text        NOT NULL CHECK (state IN ('writing', 'written', 'live', 'going')),
    payloads   int         NOT NULL,
    bytes      int         NOT NULL,
    -- Of the whole object.
    sha256     bytea       NOT NULL CHECK (length(sha256) = 32),
    created_at timestamptz NOT NULL
);

CREATE INDEX cold_segment_day ON cold_segment (day);

-- The partitions of message that have payloads in the storage, or are being rewritten.
CREATE TABLE cold_partition (
    day          date PRIMARY KEY,
    -- Payloads of messages with smaller ids have moved; null if none have.
    moved_before uuid,
    -- The rewriting under way: 'move' into the storage or 'return' from it; null for none. The rest is about it.
    rewriting    text   CHECK (rewriting IN ('move', 'return')),
    -- Payloads of messages with smaller ids move; null for a return.
    move_before  uuid,
    -- The file of the old partition: in another one the rows would lie elsewhere.
    source_file  bigint,
    -- The last row that was copied into the new partition; null before the first.
    place        tid,
    -- Rows that were copied, and those of them that moved or returned.
    copied       bigint NOT NULL DEFAULT 0,
    payloads     bigint NOT NULL DEFAULT 0,
    bytes        bigint NOT NULL DEFAULT 0,
    CHECK ((rewriting IS NULL) = (source_file IS NULL)),
    CHECK ((move_before IS NOT NULL) = (rewriting IS NOT DISTINCT FROM 'move'))
);

-- What came into a partition or left it while it was rewritten: looked up again under the lock in which the new one
-- takes its place. A trigger writes it, which only such a partition has.
CREATE TABLE cold_change (
    day            date NOT NULL,
    environment_id uuid NOT NULL,
    id             uuid NOT NULL
);

CREATE INDEX cold_change_day ON cold_change (day);

CREATE FUNCTION note_cold_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO cold_change (day, environment_id, id) VALUES (OLD.expires_on, OLD.environment_id, OLD.id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO cold_change (day, environment_id, id) VALUES (NEW.expires_on, NEW.environment_id, NEW.id);
    END IF;
    RETURN NULL;
END $$;
