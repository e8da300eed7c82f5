package io.hookbridge.tenant.user;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Actor;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and finds the people of tenants. */
public final class Users {

    private final UserStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Users(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.store = new UserStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /** A person without a password; empty if somebody has this address already. */
    public Optional<User> create(TenantId tenant, EmailAddress email, UserRole role, Actor actor) {
        Instant now = clock.instant();
        User user = new User(new UserId(ids.next()), tenant, email, role, false, now, null);
        AuditEvent audit =
                new AuditEvent(
                        ids.next(),
                        tenant,
                        now,
                        actor,
                        "user.created",
                        user.id().toString(),
                        "done",
                        null,
                        role.word());
        return store.insert(user, audit) ? Optional.of(user) : Optional.empty();
    }

    public Optional<User> find(EmailAddress email) {
        return store.find(email).map(UserStore.Credentials::user);
    }

    /**
     * Oldest first.
     *
     * @param tenant null for the people of all tenants
     */
    public List<User> list(@Nullable TenantId tenant) {
        return store.list(tenant);
    }

    /** The addresses of those of {@code ids} that are people of the tenant. */
    public Map<UserId, EmailAddress> addresses(TenantId tenant, Collection<UserId> ids) {
        return store.addresses(tenant, ids);
    }

    /** Whether this installation has any person yet. */
    public boolean any() {
        return store.any();
    }
}
