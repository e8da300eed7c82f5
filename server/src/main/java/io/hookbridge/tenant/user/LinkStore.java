package io.hookbridge.tenant.user;

import io.hookbridge.base.UserId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.Optional;

/** Statements on {@code console_link}. */
final class LinkStore {

    private final Jdbi jdbi;

    LinkStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Only the newest link of a person works. */
    static void replace(Handle handle, UserId user, byte[] hash, Instant expiresAt) {
        forget(handle, user);
        handle.createUpdate(
                        """
                        INSERT INTO console_link (hash, user_id, expires_at)
                        VALUES (:hash, :user, :expiresAt)
                        """)
                .bind("hash", hash)
                .bind("user", user.value())
                .bind("expiresAt", expiresAt)
                .execute();
    }

    static void forget(Handle handle, UserId user) {
        handle.createUpdate(
                        """
                        DELETE FROM console_link
                         WHERE user_id = :user
                           AND used_at IS NULL
                        """)
                .bind("user", user.value())
                .execute();
    }

    /** Whom a link that still works is for. */
    Optional<User> find(byte[] hash, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM console_link l
                                  JOIN console_user u ON u.id = l.user_id
                                 WHERE l.hash = :hash
                                   AND l.used_at IS NULL
                                   AND l.expires_at > :now
                                """
                                        .formatted(UserStore.COLUMNS))
                        .bind("hash", hash)
                        .bind("now", now)
                        .map((row, _) -> UserStore.user(row))
                        .findOne());
    }

    /** Whether the link still worked; from now on it does not. */
    static boolean use(Handle handle, byte[] hash, Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE console_link
                                   SET used_at = :now
                                 WHERE hash = :hash
                                   AND used_at IS NULL
                                   AND expires_at > :now
                                """)
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    int deleteExpired(Instant now) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM console_link
                                 WHERE expires_at <= :now
                                """)
                        .bind("now", now)
                        .execute());
    }
}
