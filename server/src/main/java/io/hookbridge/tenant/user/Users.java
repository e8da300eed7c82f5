package io.hookbridge.tenant.user;

import io.hookbridge.access.Actor;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes, finds, changes and removes the people of tenants. Whoever changes something says which
 * request asked for it, for the audit; null if none did.
 */
public final class Users {

    /** The most people of a tenant that its owners make. */
    public static final int MAX_PER_TENANT = 1000;

    private static final Actor INVITATIONS = new Actor(Actor.Kind.SYSTEM, "invitations");

    private final Jdbi jdbi;
    private final UserStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Users(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new UserStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A person without a password; empty if somebody has this address already. Somebody of another
     * tenant who was invited more than a day ago, never came and has no link any more makes way:
     * else anybody could keep an address from its owner.
     */
    public Optional<User> create(
            TenantId tenant,
            EmailAddress email,
            UserRole role,
            Actor actor,
            @Nullable String requestId) {
        return enter(tenant, email, role, Integer.MAX_VALUE, actor, requestId)
                        instanceof Invitation.Made(User user)
                ? Optional.of(user)
                : Optional.empty();
    }

    /** What came of the wish of an owner to have somebody in the tenant. */
    public sealed interface Invitation {

        /** A person without a password. */
        record Made(User user) implements Invitation {}

        /** Somebody has this address already. */
        record AddressTaken() implements Invitation {}

        /** The tenant has {@link #MAX_PER_TENANT} people. */
        record NoRoom() implements Invitation {}
    }

    /** The same for an owner, who makes no more than {@link #MAX_PER_TENANT} people. */
    public Invitation invite(
            TenantId tenant,
            EmailAddress email,
            UserRole role,
            Actor actor,
            @Nullable String requestId) {
        return enter(tenant, email, role, MAX_PER_TENANT, actor, requestId);
    }

    private Invitation enter(
            TenantId tenant,
            EmailAddress email,
            UserRole role,
            int most,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        User user =
                new User(
                        new UserId(ids.next()),
                        tenant,
                        email,
                        role,
                        false,
                        now,
                        null,
                        User.Standing.GOOD,
                        false);
        AuditEvent audit = audit(user, actor, "user.created", requestId, role.word());
        return jdbi.inTransaction(handle -> {
            Optional<User> holder =
                    InvitationStore.holder(handle, email)
                            .filter(other -> !other.tenant().equals(tenant));
            // In one order, so that no two who take from each other wait for each other.
            Stream.concat(Stream.of(tenant), holder.map(User::tenant).stream())
                    .sorted(Comparator.comparing(TenantId::value))
                    .forEach(each -> UserStore.lockTenant(handle, each));
            if (InvitationStore.people(handle, tenant) >= most) {
                return new Invitation.NoRoom();
            }
            holder.ifPresent(other -> makeWay(handle, other, now));
            if (!UserStore.insert(handle, user)) {
                return new Invitation.AddressTaken();
            }
            AuditStore.insert(handle, audit);
            return new Invitation.Made(user);
        });
    }

    /** Removes somebody who never came, unless the tenant would be without an owner. */
    private void makeWay(Handle handle, User user, Instant now) {
        if (InvitationStore.lockEnded(handle, user.id(), now.minus(PasswordLinks.FIRST_LIFE), now)
                && !UserStore.isLastOwner(handle, user)
                && UserStore.delete(handle, user.id())) {
            AuditStore.insert(
                    handle,
                    audit(
                            user,
                            INVITATIONS,
                            "user.removed",
                            null,
                            "never came, and another tenant invited the address"));
        }
    }

    /** What came of a wish to change somebody. */
    public enum Change {
        /** Done, on every node. */
        DONE,
        /** It was so already, or the person is gone. */
        NOTHING_TO_DO,
        /** Nobody could look after the tenant's billing any more; nothing was changed. */
        LAST_OWNER
    }

    /**
     * Keeps a person out: every session and every link ends, and none begins.
     *
     * @param evenLastOwner whether the tenant may be left without an owner
     */
    public Change disable(
            User user, boolean evenLastOwner, Actor actor, @Nullable String requestId) {
        return change(
                user,
                evenLastOwner,
                audit(user, actor, "user.disabled", requestId, null),
                handle -> {
                    boolean done = UserStore.disable(handle, user.id(), clock.instant());
                    SessionStore.deleteAll(handle, user.id(), null);
                    LinkStore.forget(handle, user.id());
                    return done;
                });
    }

    /** Lets a disabled person in again, with the password of before. */
    public Change enable(User user, Actor actor, @Nullable String requestId) {
        return change(
                user,
                true,
                audit(user, actor, "user.enabled", requestId, null),
                handle -> UserStore.disable(handle, user.id(), null));
    }

    /**
     * Erases a person. What the person did stays in the audit under the id, which names nobody any
     * more.
     *
     * @param evenLastOwner whether the tenant may be left without an owner
     */
    public Change remove(
            User user, boolean evenLastOwner, Actor actor, @Nullable String requestId) {
        return change(
                user,
                evenLastOwner,
                audit(user, actor, "user.removed", requestId, null),
                handle -> UserStore.delete(handle, user.id()));
    }

    /**
     * Gives a person another role, which holds from the next request on.
     *
     * @param evenLastOwner whether the tenant may be left without an owner
     */
    public Change setRole(
            User user,
            UserRole role,
            boolean evenLastOwner,
            Actor actor,
            @Nullable String requestId) {
        return change(
                user,
                evenLastOwner || role == UserRole.OWNER,
                audit(
                        user,
                        actor,
                        "user.role_changed",
                        requestId,
                        user.role().word() + " → " + role.word()),
                handle -> UserStore.setRole(handle, user.id(), role));
    }

    /**
     * Lets a person look after this installation, or no more; holds from the next request on. Not
     * for people of tenants to decide.
     *
     * <p>Whoever becomes an operator signs in anew, with the password or a link that was made
     * since: an owner of the tenant may have a link of the person's, or a session by one.
     */
    public Change setOperator(User user, boolean operator, Actor actor) {
        return change(
                user,
                true,
                audit(user, actor, operator ? "user.operator_made" : "user.operator_ended", null),
                handle -> {
                    boolean changed = UserStore.setOperator(handle, user.id(), operator);
                    if (changed && operator) {
                        LinkStore.forget(handle, user.id());
                        SessionStore.deleteAll(handle, user.id(), null);
                    }
                    return changed;
                });
    }

    private Change change(
            User user, boolean evenLastOwner, AuditEvent audit, Predicate<Handle> change) {
        return jdbi.inTransaction(handle -> {
            UserStore.lockTenant(handle, user.tenant());
            if (!evenLastOwner && UserStore.isLastOwner(handle, user)) {
                return Change.LAST_OWNER;
            }
            if (!change.test(handle)) {
                return Change.NOTHING_TO_DO;
            }
            AuditStore.insert(handle, audit);
            return Change.DONE;
        });
    }

    private AuditEvent audit(User user, Actor actor, String action, @Nullable String detail) {
        return audit(user, actor, action, null, detail);
    }

    private AuditEvent audit(
            User user,
            Actor actor,
            String action,
            @Nullable String requestId,
            @Nullable String detail) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(user.tenant()),
                clock.instant(),
                actor,
                action,
                user.id().toString(),
                "done",
                requestId,
                detail);
    }

    public Optional<User> find(UserId id) {
        return store.find(id);
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
