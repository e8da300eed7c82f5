-- Whatever refers to a row is looked for when the row is deleted. An index without the rows that were deleted before
-- does not answer that, and without one every deletion reads the whole table.

DROP INDEX signing_key_endpoint;
CREATE INDEX signing_key_endpoint ON signing_key (endpoint_id);
DROP INDEX export_list;
CREATE INDEX export_list ON export (project_id, id);
DROP INDEX endpoint_tenant;
CREATE INDEX endpoint_tenant ON endpoint (tenant_id);
CREATE INDEX api_key_of_tenant ON api_key (tenant_id, project_id);
CREATE INDEX bulk_action_of_project ON bulk_action (tenant_id, project_id);
CREATE INDEX console_session_of_project ON console_session (tenant_id, project_id);
CREATE INDEX builtin_page_token_of_tenant ON builtin_page_token (tenant_id);
CREATE INDEX builtin_page_session_of_tenant ON builtin_page_session (tenant_id);
CREATE INDEX billing_reconcile_item_of_tenant ON billing_reconcile_item (tenant_id);

-- What was done to a tenant that is gone.
CREATE INDEX audit_event_without_tenant ON audit_event (subject, id) WHERE tenant_id IS NULL;

-- The message of each endpoint that has waited longest, but nothing that is paused, of a deleted project or of a tenant
-- that is stopped: what servers may take. Goes from endpoint to endpoint through the index, so that it costs the same
-- however many messages wait for each.
CREATE VIEW first_due AS
WITH RECURSIVE first (endpoint_id, due_at) AS (
    (SELECT endpoint_id, due_at FROM pending_message
      WHERE node IS NULL
      ORDER BY endpoint_id, due_at LIMIT 1)
    UNION ALL
    SELECT next.endpoint_id, next.due_at
      FROM first, LATERAL (
           SELECT endpoint_id, due_at FROM pending_message
            WHERE node IS NULL AND endpoint_id > first.endpoint_id
            ORDER BY endpoint_id, due_at LIMIT 1) next
)
SELECT first.endpoint_id, first.due_at
  FROM first
  JOIN endpoint ON endpoint.id = first.endpoint_id
  JOIN project ON project.id = endpoint.project_id
  JOIN tenant ON tenant.id = endpoint.tenant_id
 WHERE endpoint.paused_reason IS NULL
   AND project.deleted_at IS NULL
   AND tenant.status = 'active';
