package io.hookbridge.billing.builtin;

import io.hookbridge.tenant.audit.AuditEvent;

/** A link and the row that audits its making, which are stored together or not at all. */
record AuditedToken(PageToken token, AuditEvent audit) {}
