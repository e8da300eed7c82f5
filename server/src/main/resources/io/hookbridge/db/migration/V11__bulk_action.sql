-- What is done with all messages that fit a request. The row is written before the first message is touched;
-- the messages are worked through in the order of their ids, some of them and the new place in one
-- transaction, so that whoever goes on after a crash neither leaves one out nor touches one twice.

CREATE TABLE bulk_action (
    id             uuid        PRIMARY KEY,
    project_id     uuid        NOT NULL,
    tenant_id      uuid        NOT NULL,
    kind           text        NOT NULL CHECK (kind IN ('replay', 'delete')),
    -- Which messages: in one of these states, to this endpoint or, if null, to any, and created from the one
    -- moment on and before the other.
    statuses       text[]      NOT NULL CHECK (cardinality(statuses) > 0),
    endpoint_id    uuid,
    created_after  timestamptz,
    created_before timestamptz NOT NULL,
    -- How many at the most, the oldest first.
    most           int         NOT NULL CHECK (most BETWEEN 1 AND 1000),
    actor_kind     text        NOT NULL,
    actor_id       text        NOT NULL,
    request_id     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    -- The last message that was looked at.
    place          uuid        NOT NULL,
    touched        int         NOT NULL DEFAULT 0 CHECK (touched BETWEEN 0 AND most),
    done_ids       uuid[]      NOT NULL DEFAULT '{}',
    stuck_ids      uuid[]      NOT NULL DEFAULT '{}',
    failed         int         NOT NULL DEFAULT 0,
    -- Whoever works on it renews this; when it is over, another server goes on.
    leased_until   timestamptz NOT NULL,
    finished_at    timestamptz,
    FOREIGN KEY (tenant_id, project_id) REFERENCES project (tenant_id, id)
);

CREATE INDEX bulk_action_open ON bulk_action (leased_until) WHERE finished_at IS NULL;
CREATE INDEX bulk_action_age ON bulk_action (created_at);
