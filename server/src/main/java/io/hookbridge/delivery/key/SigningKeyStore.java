package io.hookbridge.delivery.key;

import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Columns;
import io.hookbridge.delivery.target.SealedKeys;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The rows of signing keys that are not deleted. Changes join the transaction of the caller, who
 * has locked the endpoint.
 */
final class SigningKeyStore {

    private final Jdbi jdbi;
    private final SealedKeys sealed;

    SigningKeyStore(Jdbi jdbi, SealedKeys sealed) {
        this.jdbi = jdbi;
        this.sealed = sealed;
    }

    /** Newest first. */
    List<SigningKey> list(TargetId endpoint) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, hint, created_at, expires_at,
                                       trial_size, trial_accepted, trial_ended_at, trial_refusal
                                  FROM signing_key
                                 WHERE endpoint_id = :endpoint
                                   AND deleted_at IS NULL
                                 ORDER BY id DESC
                                """)
                        .bind("endpoint", endpoint.value())
                        .map((row, _) -> key(row))
                        .list());
    }

    private static SigningKey key(ResultSet row) throws SQLException {
        return new SigningKey(
                new SigningKeyId(row.getObject("id", UUID.class)),
                row.getString("hint"),
                row.getTimestamp("created_at").toInstant(),
                Columns.instant(row, "expires_at"),
                trial(row));
    }

    private static SigningKey.@Nullable Trial trial(ResultSet row) throws SQLException {
        Integer size = row.getObject("trial_size", Integer.class);
        return size == null
                ? null
                : new SigningKey.Trial(
                        size,
                        row.getInt("trial_accepted"),
                        Columns.instant(row, "trial_ended_at"),
                        row.getObject("trial_refusal", Integer.class));
    }

    /** Begins a trial anew, whatever came of an earlier one. */
    void beginTrial(SigningKeyId id, int size, @Nullable String only, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE signing_key
                                   SET trial_size = :size, trial_only = :only, trial_started_at = :now,
                                       trial_accepted = 0, trial_ended_at = NULL, trial_refusal = NULL
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .bind("size", size)
                        .bind("only", only)
                        .bind("now", now)
                        .execute());
    }

    /** Ends the trials of an endpoint's keys that are under way; whether there was one. */
    boolean endTrials(TargetId endpoint, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                        """
                                        UPDATE signing_key
                                           SET trial_ended_at = :now
                                         WHERE endpoint_id = :endpoint
                                           AND trial_size IS NOT NULL
                                           AND trial_ended_at IS NULL
                                        """)
                                .bind("endpoint", endpoint.value())
                                .bind("now", now)
                                .execute()
                        > 0);
    }

    void insert(TargetId endpoint, SigningKey.Issued key) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO signing_key (id, endpoint_id, sealed, hint, created_at)
                                VALUES (:id, :endpoint, :sealed, :hint, :createdAt)
                                """)
                        .bind("id", key.id().value())
                        .bind("endpoint", endpoint.value())
                        .bind("sealed", sealed.seal(key.id(), key.secret()))
                        .bind("hint", key.hint())
                        .bind("createdAt", key.createdAt())
                        .execute());
    }

    void delete(SigningKeyId id, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate("UPDATE signing_key SET deleted_at = :now WHERE id = :id")
                        .bind("id", id.value())
                        .bind("now", now)
                        .execute());
    }

    void letExpire(SigningKeyId id, Instant at) {
        jdbi.useHandle(handle ->
                handle.createUpdate("UPDATE signing_key SET expires_at = :at WHERE id = :id")
                        .bind("id", id.value())
                        .bind("at", at)
                        .execute());
    }
}
