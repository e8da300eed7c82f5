package io.hookbridge.tenant.user;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Statements on people who were invited, in the transaction of the next invitation. */
final class InvitationStore {

    private InvitationStore() {}

    /** Whoever has this address. */
    static Optional<User> holder(Handle handle, EmailAddress email) {
        return handle.createQuery(
                        """
                        SELECT %s
                          FROM console_user u
                         WHERE lower(u.email) = :email
                        """
                                .formatted(UserStore.COLUMNS))
                .bind("email", email.key())
                .map((row, _) -> UserStore.user(row))
                .findOne();
    }

    /** How many people the tenant has. */
    static int people(Handle handle, TenantId tenant) {
        return handle.createQuery(
                        """
                        SELECT count(*)
                          FROM console_user
                         WHERE tenant_id = :tenant
                        """)
                .bind("tenant", tenant.value())
                .mapTo(Integer.class)
                .one();
    }

    /**
     * Whether the person was invited before {@code longAgo}, never chose a password and has no link
     * to do so any more; it stays so until the transaction ends. Not of an operator, nor of
     * somebody whom an operator keeps out.
     */
    static boolean lockEnded(Handle handle, UserId id, Instant longAgo, Instant now) {
        boolean waits =
                handle.createQuery(
                                """
                                SELECT id
                                  FROM console_user
                                 WHERE id = :id
                                   AND password_hash IS NULL
                                   AND disabled_at IS NULL
                                   AND NOT operator
                                   AND created_at <= :longAgo
                                   FOR UPDATE
                                """)
                        .bind("id", id.value())
                        .bind("longAgo", longAgo)
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent();
        // By itself, since it is to see the link of whoever had the lock before.
        return waits && !hasLink(handle, id, now);
    }

    private static boolean hasLink(Handle handle, UserId id, Instant now) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT
                                         FROM console_link
                                        WHERE user_id = :id
                                          AND used_at IS NULL
                                          AND expires_at > :now)
                        """)
                .bind("id", id.value())
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }
}
