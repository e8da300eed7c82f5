package io.hookbridge.billing.subscription;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds and keeps what tenants have subscribed to. */
public final class Subscriptions {

    private final SubscriptionStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Subscriptions(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.store = new SubscriptionStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<BillingRecord> find(TenantId tenant, BillingBook book) {
        return store.find(List.of(tenant), book).stream().findFirst();
    }

    /** The same of many tenants at once, of those that there is one of. */
    public List<BillingRecord> find(Collection<TenantId> tenants, BillingBook book) {
        return store.find(tenants, book);
    }

    /**
     * Makes other changes of the same customer wait until the transaction that the calling thread
     * has open ends.
     *
     * @return false if there is no such customer
     */
    public boolean lock(TenantId tenant, BillingBook book) {
        return store.lock(tenant, book);
    }

    /** Tenants whose live subscription has reached the end of its period, the oldest first. */
    public List<TenantId> due(BillingBook book, Instant now, int limit) {
        return store.due(book, now, limit);
    }

    /** The tenant that the provider's customer is linked to. */
    public Optional<TenantId> tenantOf(BillingBook book, String externalCustomerId) {
        return store.tenantOf(book, externalCustomerId);
    }

    /**
     * Whether the tenant is now linked to this customer; false when it is linked to another one
     * already.
     */
    public boolean link(Customer customer, Actor actor) {
        return store.link(
                customer,
                clock.instant(),
                audit(customer, actor, "billing_customer.linked", "done", null));
    }

    /**
     * Links the tenant to another customer, if it is linked to {@code former} still and no other
     * tenant to the new one. Its subscription is not known before it is fetched; until then that of
     * the former one stands, and hours of overage go on belonging to it, so that none is lost.
     */
    public boolean replaceLink(Customer former, Customer customer, Actor actor) {
        return store.replaceLink(
                former,
                customer,
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(customer.tenant(), customer.mode()),
                        clock.instant(),
                        actor,
                        "billing_customer.replaced",
                        customer.externalId(),
                        "done",
                        null,
                        "instead of " + former.externalId()));
    }

    /**
     * Links the customer, unless the tenant has one in this book already.
     *
     * @return the customer that the tenant has now
     */
    public Customer linkFirst(Customer customer, Actor actor, String requestId) {
        store.linkFirst(
                customer,
                clock.instant(),
                audit(customer, actor, "billing_customer.linked", "done", requestId));
        return find(customer.tenant(), customer.book()).orElseThrow().customer();
    }

    /**
     * Keeps the provider's word that the customer is gone, for a person to look at, or that it is
     * there after all. The link itself stays.
     */
    public void setBroken(Customer customer, boolean broken, Actor actor) {
        store.setBroken(
                customer,
                broken,
                broken
                        ? audit(customer, actor, "billing_customer.broken", "customer_gone", null)
                        : audit(customer, actor, "billing_customer.mended", "done", null));
    }

    /** Notes that the provider said again what we hold of the subscription. */
    public void heardOf(Customer customer) {
        store.heardOf(customer.tenant(), customer.book(), clock.instant());
    }

    /**
     * Replaces what we hold of the subscription. For a copy of the provider's state only {@code
     * billing.sync} calls it, which keeps the order of fetches.
     */
    public void save(Customer customer, Subscription subscription) {
        store.save(customer.tenant(), customer.book(), subscription, clock.instant());
    }

    private AuditEvent audit(
            Customer customer,
            Actor actor,
            String action,
            String outcome,
            @Nullable String requestId) {
        Instant now = clock.instant();
        return new AuditEvent(
                ids.next(),
                AuditScope.of(customer.tenant(), customer.mode()),
                now,
                actor,
                action,
                customer.externalId(),
                outcome,
                requestId);
    }
}
