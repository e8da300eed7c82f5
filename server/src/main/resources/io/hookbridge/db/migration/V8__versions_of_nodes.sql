-- The newest migration that a node knows, as in running_server. Alone in its transaction: whoever accepts locks its row here
-- and then message, which the next migration locks as well.
SET LOCAL lock_timeout = '2s';

ALTER TABLE node ADD COLUMN newest_known int NOT NULL DEFAULT 5;
