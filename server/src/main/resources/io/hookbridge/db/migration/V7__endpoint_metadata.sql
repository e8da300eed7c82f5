-- What callers note about an endpoint that is sent to: texts by name, in JSON; null for none.
SET LOCAL lock_timeout = '2s';

ALTER TABLE endpoint
    ADD COLUMN metadata text CHECK (octet_length(metadata) <= 262144);
