package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Environment;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statements that delete keys whose time is over, in the transaction of the caller. */
final class ExpiredKeyStore {

    /** In one transaction. */
    private static final int SOME = 1000;

    private ExpiredKeyStore() {}

    /** A key that was deleted. */
    record Deleted(ApiKeyId id, Environment environment) {}

    /**
     * Has the environment hold fewer than {@code most} keys, if enough of them have expired: those
     * that did first are deleted. The caller has locked the project.
     */
    static List<Deleted> makeRoom(Handle handle, EnvironmentId environment, int most, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE api_key k
                           SET deleted_at = :now
                          FROM environment v
                         WHERE v.id = k.environment_id
                           AND k.deleted_at IS NULL
                           AND k.id = ANY(ARRAY(
                               SELECT id
                                 FROM api_key
                                WHERE environment_id = :environment
                                  AND deleted_at IS NULL
                                  AND expires_at <= :now
                                ORDER BY expires_at, id
                                LIMIT greatest(0, (SELECT count(*)
                                                     FROM api_key
                                                    WHERE environment_id = :environment
                                                      AND deleted_at IS NULL) - :most + 1)))
                        RETURNING k.id, k.environment_id, v.project_id, v.tenant_id, v.mode
                        """)
                .bind("environment", environment.value())
                .bind("most", most)
                .bind("now", now)
                .map((row, _) ->
                        new Deleted(
                                new ApiKeyId(row.getObject("id", UUID.class)),
                                ApiKeyStore.environment(row)))
                .list();
    }

    /** Deletes some of those that expired before {@code longAgo}, and leaves what others hold. */
    static List<Deleted> delete(Handle handle, Instant longAgo, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE api_key k
                           SET deleted_at = :now
                          FROM environment v
                         WHERE v.id = k.environment_id
                           AND k.id = ANY(ARRAY(
                               SELECT id
                                 FROM api_key
                                WHERE deleted_at IS NULL
                                  AND expires_at <= :longAgo
                                ORDER BY id
                                LIMIT :some
                                  FOR NO KEY UPDATE SKIP LOCKED))
                        RETURNING k.id, k.environment_id, v.project_id, v.tenant_id, v.mode
                        """)
                .bind("longAgo", longAgo)
                .bind("some", SOME)
                .bind("now", now)
                .map((row, _) ->
                        new Deleted(
                                new ApiKeyId(row.getObject("id", UUID.class)),
                                ApiKeyStore.environment(row)))
                .list();
    }
}
