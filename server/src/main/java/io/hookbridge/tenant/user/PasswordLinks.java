package io.hookbridge.tenant.user;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes links with which a person chooses a password and is signed in. A link works once and for a
 * while; a newer one replaces it. Looking at one does not use it up, because mail programs and
 * chats look.
 */
public final class PasswordLinks {

    /** How long a link that an operator made works. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    /** How long the link of a first start on a developer's machine works. */
    public static final Duration FIRST_LIFE = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final LinkStore store;
    private final Uuid7 ids;
    private final InstantSource clock;

    public PasswordLinks(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new LinkStore(jdbi);
        this.ids = ids;
        this.clock = clock;
    }

    /** A link that was just made, with the only copy of its secret. */
    public record Made(SecretToken token, Instant expiresAt) {}

    /**
     * A new link of this person; empty for one who is disabled, was removed, or has become an
     * operator since {@code user} was read.
     *
     * @param requestId null for what no request asked for
     */
    public Optional<Made> make(User user, Duration life, Actor actor, @Nullable String requestId) {
        SecretToken token = SecretToken.random();
        Instant now = clock.instant();
        Instant expiresAt = now.plus(life);
        return jdbi.inTransaction(handle -> {
            if (!UserStore.lockForLink(handle, user)) {
                return Optional.empty();
            }
            LinkStore.replace(handle, user.id(), token.hash(), expiresAt);
            AuditStore.insert(
                    handle,
                    new AuditEvent(
                            ids.next(),
                            AuditScope.of(user.tenant()),
                            now,
                            actor,
                            "user.link_made",
                            user.id().toString(),
                            "done",
                            requestId));
            return Optional.of(new Made(token, expiresAt));
        });
    }

    /** Whom a link is for, as long as it works. */
    public Optional<User> find(SecretToken token) {
        return store.find(token.hash(), clock.instant());
    }

    /**
     * Deletes links that have expired. To be called now and then; several nodes may.
     *
     * @return how many
     */
    public int forgetExpired() {
        return store.deleteExpired(clock.instant());
    }
}
