package io.hookbridge.tenant;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Text;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Creates, finds, renames, suspends and resumes tenants. */
public final class Tenants {

    private final TenantStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Tenants(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.store = new TenantStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws IllegalArgumentException with a sentence for the operator if the name is blank or
     *     longer than {@link Tenant#MAX_NAME}
     */
    public Tenant create(String name, Actor actor) {
        requireName(name);
        Tenant tenant =
                new Tenant(new TenantId(ids.next()), name, Tenant.Status.ACTIVE, clock.instant());
        store.insert(tenant, audit(tenant.id(), actor, "tenant.created", null, null));
        return tenant;
    }

    /**
     * @throws IllegalArgumentException like {@link #create}
     */
    public void rename(TenantId id, String name, Actor actor) {
        requireName(name);
        store.rename(id, name, audit(id, actor, "tenant.renamed", null, null));
    }

    private static void requireName(String name) {
        if (Text.isBlank(name) || Text.length(name) > Tenant.MAX_NAME) {
            throw new IllegalArgumentException(
                    "a tenant's name must have 1 to " + Tenant.MAX_NAME + " characters");
        }
    }

    /**
     * Stops an active tenant, on every node within a second: its keys and its people are refused,
     * nothing is delivered, and what was accepted waits.
     *
     * @param reason for the audit, at most {@link AuditEvent#MAX_DETAIL} characters; null for none
     * @param requestId null for what no request asked for
     * @return whether it was active
     */
    public boolean suspend(
            TenantId id, @Nullable String reason, Actor actor, @Nullable String requestId) {
        return store.move(
                id,
                Tenant.Status.ACTIVE,
                Tenant.Status.SUSPENDED,
                audit(id, actor, "tenant.suspended", requestId, reason));
    }

    /**
     * Lets a suspended tenant go on; whether it was suspended.
     *
     * @param requestId null for what no request asked for
     */
    public boolean resume(TenantId id, Actor actor, @Nullable String requestId) {
        return store.move(
                id,
                Tenant.Status.SUSPENDED,
                Tenant.Status.ACTIVE,
                audit(id, actor, "tenant.resumed", requestId, null));
    }

    private AuditEvent audit(
            TenantId id,
            Actor actor,
            String action,
            @Nullable String requestId,
            @Nullable String detail) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(id),
                clock.instant(),
                actor,
                action,
                id.toString(),
                "done",
                requestId,
                detail);
    }

    public Optional<Tenant> find(TenantId id) {
        return store.find(id);
    }

    /** Whether there is such a tenant that may do something. */
    public boolean isActive(TenantId id) {
        return find(id).filter(tenant -> tenant.status() == Tenant.Status.ACTIVE).isPresent();
    }

    /** Oldest first. */
    public List<Tenant> list() {
        return store.list();
    }

    /** The tenant that was made first; empty for an installation without any. */
    public Optional<Tenant> oldest() {
        return store.oldest();
    }

    /** Whether this installation has any tenant yet. */
    public boolean any() {
        return store.any();
    }

    /**
     * Waits until no other server makes a first tenant, and keeps others waiting until the
     * transaction ends in which it is called.
     */
    public void awaitTurn() {
        store.awaitTurn();
    }
}
