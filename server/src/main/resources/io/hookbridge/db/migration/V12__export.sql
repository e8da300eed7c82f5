-- Exports of the log as CSV. A file lies in pieces in the database, which every node reaches.

CREATE TABLE export (
    id                 uuid        PRIMARY KEY,
    project_id         uuid        NOT NULL REFERENCES project,
    status             text        NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'expired')),
    direction          text        NOT NULL CHECK (direction = 'outbound'),
    filter_start_time  timestamptz NOT NULL,
    filter_end_time    timestamptz NOT NULL CHECK (filter_end_time > filter_start_time),
    filter_status      text,
    filter_endpoint_id uuid,
    created_at         timestamptz NOT NULL,
    started_at         timestamptz,
    completed_at       timestamptz,
    -- When the file goes.
    expires_at         timestamptz,
    -- What is written so far; the next page begins after last_id.
    row_count          bigint      NOT NULL DEFAULT 0,
    size_bytes         bigint      NOT NULL DEFAULT 0,
    piece_count        int         NOT NULL DEFAULT 0,
    last_id            uuid,
    -- Whoever waits longest comes next, so that a large export does not keep small ones waiting.
    worked_at          timestamptz NOT NULL,
    failures           int         NOT NULL DEFAULT 0,
    error_message      text,
    -- Signs the addresses of the file, so that they end with it.
    link_secret        bytea       NOT NULL CHECK (length(link_secret) = 32),
    -- Set until the pieces are gone as well.
    deleted_at         timestamptz,
    CHECK ((status IN ('completed', 'expired')) = (completed_at IS NOT NULL)),
    CHECK ((completed_at IS NULL) = (expires_at IS NULL)),
    CHECK ((status = 'failed') = (error_message IS NOT NULL)),
    CHECK (deleted_at IS NULL OR status NOT IN ('pending', 'processing'))
);

CREATE INDEX export_list ON export (project_id, id) WHERE deleted_at IS NULL;
CREATE INDEX export_active ON export (worked_at) WHERE status IN ('pending', 'processing');

CREATE TABLE export_piece (
    export_id uuid  NOT NULL REFERENCES export,
    piece_no  int   NOT NULL CHECK (piece_no >= 0),
    bytes     bytea NOT NULL,
    PRIMARY KEY (export_id, piece_no)
);
