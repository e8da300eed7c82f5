-- Which servers can work with the tables, so that servers of neighbouring versions share a database while they are
-- upgraded one after the other.

SET LOCAL lock_timeout = '2s';

-- One row.
CREATE TABLE schema_support (
    id           boolean PRIMARY KEY DEFAULT true CHECK (id),
    -- A server that knows the migrations up to this one can work with the tables as they are, whatever newer ones have
    -- made of them. A migration that takes away what older servers need raises it; it never falls.
    oldest_known int     NOT NULL CHECK (oldest_known >= 5)
);

INSERT INTO schema_support (oldest_known) VALUES (5);

-- The newest migration that the server knows. Those of 0.1 do not tell and know 5.
ALTER TABLE running_server ADD COLUMN newest_known int NOT NULL DEFAULT 5;
