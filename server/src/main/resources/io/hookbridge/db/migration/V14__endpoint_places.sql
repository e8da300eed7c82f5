-- Where a URL leads, however it is written: the SHA-256 of its normal form. Null for endpoints from before it
-- was kept; those are compared by their URL itself.
ALTER TABLE endpoint ADD COLUMN place_sha256 bytea CHECK (length(place_sha256) = 32);

-- Not unique: endpoints from before may lead to one place, and new ones are compared under the tenant's lock.
-- Deleted ones are in it, too: their messages are still looked for.
CREATE INDEX endpoint_place ON endpoint (project_id, place_sha256);

-- Until when an older key still signs beside the one that took its place; null for a key without an end.
ALTER TABLE signing_key ADD COLUMN expires_at timestamptz;

CREATE INDEX signing_key_expiry ON signing_key (expires_at) WHERE expires_at IS NOT NULL AND deleted_at IS NULL;
