-- A message that is deleted keeps the state that callers saw, which is 'paused' while its endpoint is paused.
-- Not validated, because every row satisfied the narrower rule before.
ALTER TABLE finished_message DROP CONSTRAINT finished_message_check;
ALTER TABLE finished_message ADD CONSTRAINT finished_message_state CHECK (
    status IN ('succeeded', 'failed_permanent')
    OR (status IN ('queued', 'paused', 'pending_retry') AND deleted_at IS NOT NULL)) NOT VALID;
