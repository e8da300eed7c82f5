package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Call;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Who asks for something to be done with messages of an environment. */
public record Requester(TenantId tenant, EnvironmentId environment, Actor actor, String requestId) {

    public static Requester of(Call call) {
        Caller caller = call.caller();
        return new Requester(
                caller.tenant(), caller.environment().id(), caller.actor(), call.requestId());
    }

    /** The record of what was done. */
    public AuditEvent audit(
            Uuid7 ids,
            Instant now,
            String action,
            String subject,
            String outcome,
            @Nullable String detail) {
        return new AuditEvent(
                ids.next(), tenant, now, actor, action, subject, outcome, requestId, detail);
    }
}
