-- A person can be kept out, and what somebody made to give access ends with the access of who made it.

ALTER TABLE console_user
    -- Since when the person is kept out; such a person has neither sessions nor links.
    ADD COLUMN disabled_at timestamptz;

-- Who made the link: an actor, as in audit_event. The default is of those from before it was kept.
ALTER TABLE builtin_page_token
    ADD COLUMN maker_kind text NOT NULL DEFAULT 'system' CHECK (maker_kind IN ('api_key', 'user', 'operator', 'system')),
    ADD COLUMN maker_id   text NOT NULL DEFAULT 'unknown';
ALTER TABLE builtin_page_session
    ADD COLUMN maker_kind text NOT NULL DEFAULT 'system' CHECK (maker_kind IN ('api_key', 'user', 'operator', 'system')),
    ADD COLUMN maker_id   text NOT NULL DEFAULT 'unknown';
