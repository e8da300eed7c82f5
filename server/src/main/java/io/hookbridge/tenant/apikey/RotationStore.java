package io.hookbridge.tenant.apikey;

import io.hookbridge.base.ApiKeyId;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Statements about a key that another takes the place of, in the transaction of its rotation. */
final class RotationStore {

    private RotationStore() {}

    /** For how long the key was made, however soon it was told to end since. */
    static Optional<Duration> madeFor(Handle handle, ApiKeyId id) {
        return handle.createQuery(
                        """
                        SELECT created_at, made_until
                          FROM api_key
                         WHERE id = :id
                           AND made_until IS NOT NULL
                        """)
                .bind("id", id.value())
                .map((row, _) ->
                        Duration.between(
                                row.getTimestamp("created_at").toInstant(),
                                row.getTimestamp("made_until").toInstant()))
                .findOne();
    }

    /** When a key ends that was told to. */
    record End(byte[] hash, Instant at) {}

    /** At {@code at}, unless its time is over before that anyway. */
    static End expire(Handle handle, ApiKeyId id, Instant at, AuditEvent audit) {
        End end =
                handle.createQuery(
                                """
                                UPDATE api_key
                                   SET expires_at = least(expires_at, :at)
                                 WHERE id = :id
                                RETURNING hash, expires_at
                                """)
                        .bind("id", id.value())
                        .bind("at", at)
                        .map((row, _) ->
                                new End(
                                        row.getBytes("hash"),
                                        row.getTimestamp("expires_at").toInstant()))
                        .one();
        AuditStore.insert(handle, audit);
        return end;
    }

    /**
     * Whether the key and its project are still there; nobody deletes one of them until the
     * transaction ends. The project is locked first, as by whoever makes a key.
     */
    static boolean lock(Handle handle, ApiKey key) {
        return handle.createQuery(
                                "SELECT id FROM project WHERE id = :project AND deleted_at IS NULL FOR UPDATE")
                        .bind("project", key.environment().project().value())
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent()
                && handle.createQuery(
                                """
                                SELECT id
                                  FROM api_key
                                 WHERE id = :id
                                   AND deleted_at IS NULL
                                   FOR NO KEY UPDATE
                                """)
                        .bind("id", key.id().value())
                        .mapTo(UUID.class)
                        .findOne()
                        .isPresent();
    }
}
