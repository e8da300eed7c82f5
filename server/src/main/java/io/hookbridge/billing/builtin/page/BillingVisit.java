package io.hookbridge.billing.builtin.page;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.Initiator;
import io.hookbridge.billing.builtin.PageSession;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Notice;
import io.hookbridge.http.page.Visit;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** A call of a browser that opened a link. */
record BillingVisit(PageSession session, Visitor visitor, Call call) implements Visit {

    TenantId tenant() {
        return session.tenant();
    }

    /** A link is for billing alone; there is no session once its maker may not do that any more. */
    @Override
    public Set<Permission> permissions() {
        return Set.of(Permission.BILLING);
    }

    Initiator initiator() {
        return new Initiator(
                new Actor(Actor.Kind.PORTAL_PAGE, session.auditName()), call.requestId());
    }

    /** What the step before did, in a sentence, or null. */
    @Nullable String notice() {
        return Notice.said(call, BillingNotice.values());
    }
}
