package io.hookbridge.message;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Call;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Who asks for something to be done with messages of an environment.
 *
 * @param direction of the messages; there are no others for this request
 */
public record Requester(
        TenantId tenant,
        EnvironmentId environment,
        Direction direction,
        Actor actor,
        String requestId) {

    public static Requester of(Call call, MessageApi api) {
        Caller caller = call.caller();
        return new Requester(
                caller.tenant(),
                caller.environment().id(),
                api.direction(),
                caller.actor(),
                call.requestId());
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
                ids.next(),
                AuditScope.of(tenant, environment),
                now,
                actor,
                action,
                subject,
                outcome,
                requestId,
                detail);
    }
}
