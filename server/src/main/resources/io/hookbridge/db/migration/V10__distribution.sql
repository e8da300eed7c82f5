-- The same tables on one PostgreSQL and, spread over several servers, on Citus.

SET LOCAL lock_timeout = '2s';

-- Of messages that are delivered, given up or wait for another attempt only those that were so before this moment; null
-- for no bound. First, because whoever works on an action locks its row before messages.
ALTER TABLE bulk_action
    ADD COLUMN reached_before timestamptz,
    -- How often it was taken over since it last came further or was told to go on.
    ADD COLUMN tries int NOT NULL DEFAULT 0;
-- Servers of before left these alone without saying so.
UPDATE bulk_action
   SET halt = 'stopped', finished_at = now()
 WHERE finished_at IS NULL
   AND halt IS NULL
   AND created_at < now() - interval '1 day';

-- Until when a key was to work when it was made; null for no end. Who rotates it brings its end forward.
ALTER TABLE api_key ADD COLUMN made_until timestamptz;
UPDATE api_key SET made_until = expires_at WHERE expires_at IS NOT NULL;

-- The idempotency key of the only message that is signed in a trial; null for any.
ALTER TABLE signing_key ADD COLUMN trial_only text CHECK (length(trial_only) BETWEEN 1 AND 255);

-- Whether what grows with traffic is spread over several servers.
CREATE FUNCTION is_distributed() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF to_regclass('pg_catalog.pg_dist_partition') IS NULL THEN
        RETURN false;
    END IF;
    -- Of its own: PostgreSQL reads a statement when it comes to it.
    RETURN EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'message'::regclass AND partmethod = 'h');
END $$;

-- Whether the answer to the caller who asked and was given it may not have been sent whole: until that is known, and for
-- good if its server ends before, it counts as not given, and is given once more.
ALTER TABLE listen_entry ADD COLUMN under_way boolean NOT NULL DEFAULT false;

-- Spreads what grows with traffic over so many shards, by the environment; false if that was done before. The tables
-- that the same transactions change stay whole, but are known to Citus: without a change of one, a transaction that
-- writes to one other server would be committed there before it is committed here. Everything else is left as it is.
CREATE FUNCTION distribute(shards int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('hookbridge distribute'));
    IF is_distributed() THEN
        RETURN false;
    END IF;
    -- One connection to each server is enough, and does not wait for the locks of another one.
    SET LOCAL citus.multi_shard_modify_mode = 'sequential';
    PERFORM create_distributed_table('message', 'environment_id', colocate_with => 'none', shard_count => shards);
    -- The only key of what is spread that has no environment. On one PostgreSQL it would be made anew for nothing.
    ALTER TABLE response_body
        DROP CONSTRAINT response_body_pkey,
        ADD PRIMARY KEY (environment_id, message_id, attempt_no, expires_on);
    -- The line of an endpoint is always looked at together with its queue.
    FOREACH name IN ARRAY ARRAY['outcome', 'attempt', 'queue', 'listen_line', 'listen_entry', 'response_body'] LOOP
        PERFORM create_distributed_table(name::regclass, 'environment_id', colocate_with => 'message');
    END LOOP;
    FOREACH name IN ARRAY ARRAY['node', 'mark', 'message_count_change'] LOOP
        PERFORM citus_add_local_table_to_metadata(name::regclass);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['message', 'outcome', 'attempt', 'queue', 'listen_line', 'listen_entry', 'response_body'] LOOP
        PERFORM truncate_local_data_after_distributing_table(name::regclass);
    END LOOP;
    -- Nothing goes from target to target through an index that lies on several servers.
    CREATE OR REPLACE VIEW first_due AS
    SELECT endpoint_id AS target_id, min(due_at) AS due_at FROM queue WHERE node IS NULL GROUP BY endpoint_id;
    -- A batch of many environments would otherwise open a connection for each shard, and wait for all of them.
    EXECUTE format('ALTER DATABASE %I SET citus.max_adaptive_executor_pool_size = 1', current_database());
    -- What a transaction says of its locks and its time holds on all servers.
    EXECUTE format('ALTER DATABASE %I SET citus.propagate_set_commands = ''local''', current_database());
    RETURN true;
END $$;

-- Whether every transaction that was over at that time, by the clock of this server, is over on all servers: what a
-- transaction wrote on another server is seen there a moment after it was committed where it was begun, or much later if
-- one of the two fails in between. Hurries what is left behind, if the role may. Always true on one PostgreSQL.
CREATE FUNCTION settled(since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT is_distributed() THEN
        RETURN true;
    END IF;
    PERFORM run_command_on_all_nodes('SELECT recover_prepared_transactions()');
    -- By its age, because the clocks of servers differ.
    RETURN (SELECT bool_and(success AND result = '0')
              FROM run_command_on_all_nodes(format(
                       'SELECT count(*) FROM pg_prepared_xacts'
                       ' WHERE database = current_database() AND gid LIKE ''citus\_%%'''
                       ' AND clock_timestamp() - prepared >= %L::interval', clock_timestamp() - since)));
END $$;

-- The watermark is read here and not by lowest_watermark(), which another server could not answer.
CREATE OR REPLACE VIEW under_way AS
SELECT m.*
  FROM message m
 WHERE m.id >= (SELECT watermark FROM node ORDER BY watermark LIMIT 1)
   AND m.node IS NOT NULL
   AND NOT EXISTS (SELECT FROM queue q
                    WHERE q.environment_id = m.environment_id AND q.id = m.id
                      AND q.id >= (SELECT watermark FROM node ORDER BY watermark LIMIT 1))
   AND NOT EXISTS (SELECT FROM outcome o
                    WHERE o.environment_id = m.environment_id AND o.id = m.id
                      AND o.id >= (SELECT watermark FROM node ORDER BY watermark LIMIT 1));

-- The same of messages whose ids are known. Where rows are spread over several servers, a watermark would make it a
-- question to all of them, one for each shard.
CREATE VIEW known_under_way_message AS
SELECT m.environment_id, m.id, m.endpoint_id, m.created_at, coalesce(k.deleted_at, m.created_at) AS updated_at,
       'delivering' AS status, m.node, NULL::timestamptz AS finished_at, NULL::timestamptz AS next_attempt_at,
       0 AS attempt_count, 0 AS replay_count, m.direction, m.content_type, m.idempotency_key, m.size_bytes,
       m.payload_sha256, m.payload_expires_at, m.keep_payload, NULL::timestamptz AS first_attempt_at,
       NULL::int AS processing_ms, NULL::int AS response_status, NULL::int AS response_latency_ms,
       NULL::text AS last_error, NULL::text AS retry_type, k.deleted_at, k.deleted_by_kind, k.deleted_by_id
  FROM message m
  LEFT JOIN mark k ON k.environment_id = m.environment_id AND k.id = m.id
 WHERE m.node IS NOT NULL
   AND NOT EXISTS (SELECT FROM queue q WHERE q.environment_id = m.environment_id AND q.id = m.id)
   AND NOT EXISTS (SELECT FROM outcome o WHERE o.environment_id = m.environment_id AND o.id = m.id);
