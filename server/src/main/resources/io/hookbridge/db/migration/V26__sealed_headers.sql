-- Headers that callers add to deliveries may hold secrets, so they lie sealed with the secret key file, which only
-- a server has: what was stored before is sealed by the next server that starts, and its old column emptied.

-- Null for none.
ALTER TABLE endpoint ADD COLUMN headers_sealed bytea;
ALTER TABLE payload ADD COLUMN headers_sealed bytea;

-- What is still to be sealed; no new row enters it.
CREATE INDEX payload_headers_to_seal ON payload (message_id) WHERE headers IS NOT NULL;
