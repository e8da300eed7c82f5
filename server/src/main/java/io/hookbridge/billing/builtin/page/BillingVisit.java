package io.hookbridge.billing.builtin.page;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.billing.builtin.Initiator;
import io.hookbridge.billing.builtin.PageSession;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Visit;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * A call of a browser that opened a link.
 *
 * @param notice what the step before did, in a sentence, or null
 */
record BillingVisit(PageSession session, Visitor visitor, @Nullable String notice, Call call)
        implements Visit {

    @Override
    public Phrases phrases() {
        return visitor.phrases();
    }

    Customer customer() {
        return session.customer();
    }

    /** A link is for billing alone; there is no session once its maker may not do that any more. */
    @Override
    public Set<Permission> permissions() {
        return Set.of(Permission.BILLING);
    }

    Initiator initiator() {
        return new Initiator(
                new Actor(Actor.Kind.PORTAL_PAGE, session.auditName(), call.address()),
                call.requestId());
    }
}
