package io.hookbridge.tenant;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.Text;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Actor;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Creates and finds tenants. */
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
        if (Text.isBlank(name) || Text.length(name) > Tenant.MAX_NAME) {
            throw new IllegalArgumentException(
                    "a tenant's name must have 1 to " + Tenant.MAX_NAME + " characters");
        }
        Instant now = clock.instant();
        Tenant tenant = new Tenant(new TenantId(ids.next()), name, now);
        store.insert(
                tenant,
                new AuditEvent(
                        ids.next(),
                        tenant.id(),
                        now,
                        actor,
                        "tenant.created",
                        tenant.id().toString(),
                        "done",
                        null));
        return tenant;
    }

    public Optional<Tenant> find(TenantId id) {
        return store.find(id);
    }

    /** The tenant that was made first; empty for an installation without any. */
    public Optional<Tenant> oldest() {
        return store.oldest();
    }

    /** Whether this installation has any tenant yet. */
    public boolean any() {
        return store.any();
    }
}
