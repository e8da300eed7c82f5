-- What receivers answered goes with the payload that they answered to: it lies by the same day, and is dropped
-- as a whole.
CREATE TABLE response_body (
    project_id uuid  NOT NULL,
    message_id uuid  NOT NULL,
    attempt_no int   NOT NULL CHECK (attempt_no >= 1),
    -- Of the payload.
    expires_on date  NOT NULL,
    body       bytea NOT NULL CHECK (length(body) > 0),
    PRIMARY KEY (message_id, attempt_no, expires_on)
) PARTITION BY RANGE (expires_on);

CREATE TABLE response_body_default PARTITION OF response_body DEFAULT;

CREATE OR REPLACE FUNCTION make_partitions(today date, payload_until date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT generate_series(today::timestamp, payload_until::timestamp, interval '1 day') LOOP
        PERFORM make_partition('payload', day, day::text, (day + 1)::text);
        PERFORM make_partition('response_body', day, day::text, (day + 1)::text);
    END LOOP;
    FOR day IN SELECT generate_series(date_trunc('week', today::timestamp), today::timestamp + interval '14 days', interval '7 days') LOOP
        PERFORM make_partition('finished_message', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
        PERFORM make_partition('attempt', day, first_uuid7(day)::text, first_uuid7(day + 7)::text);
    END LOOP;
END $$;

-- For the days that have payloads already.
DO $$
DECLARE
    day date;
BEGIN
    FOR day IN SELECT to_date(right(c.relname, 8), 'YYYYMMDD')
                 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'payload'::regclass AND c.relname ~ '_\d{8}$' LOOP
        PERFORM make_partition('response_body', day, day::text, (day + 1)::text);
    END LOOP;
END $$;

INSERT INTO response_body (project_id, message_id, attempt_no, expires_on, body)
SELECT a.project_id, a.message_id, a.attempt_no, (m.payload_expires_at AT TIME ZONE 'UTC')::date, a.response_body
  FROM attempt a JOIN message m ON m.project_id = a.project_id AND m.id = a.message_id
 WHERE length(a.response_body) > 0
   AND m.deleted_at IS NULL
   AND m.payload_expires_at > now()
   AND (m.keep_payload OR m.status <> 'succeeded');

ALTER TABLE attempt DROP COLUMN response_body;
