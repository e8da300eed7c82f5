package io.hookbridge.app.running;

import io.hookbridge.app.config.Role;
import io.hookbridge.db.SchemaVersion;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Statements on {@code running_server}, and whether there is work for a role. */
final class ServerStore {

    /** The newest migration of the first release. */
    private static final int KNOWN_TO_0_1 = 5;

    private final Jdbi jdbi;

    ServerStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Says that the server lives, for so long. */
    void heartbeat(UUID id, Set<Role> roles, Duration alive) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO running_server (id, roles, version, newest_known, alive_until)
                                VALUES (:id, :roles, :version, :known, now() + :alive * interval '1 ms')
                                ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
                                """)
                        .bind("id", id)
                        .bind("roles", roles.stream().map(Role::word).toArray(String[]::new))
                        .bind("version", Version.number())
                        .bind("known", SchemaVersion.NEWEST)
                        .bind("alive", alive.toMillis())
                        .execute());
    }

    void leave(UUID id) {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM running_server WHERE id = :id")
                        .bind("id", id)
                        .execute());
    }

    void forgetDead() {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM running_server WHERE alive_until < now()")
                        .execute());
    }

    int living() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM running_server WHERE alive_until >= now()")
                        .mapTo(Integer.class)
                        .one());
    }

    /**
     * The versions of the living servers that know no migration from {@code oldest} on, each once.
     * The table may be one of 0.1, without the column that tells what they know.
     */
    List<String> livingBelow(int oldest) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT DISTINCT version
                                  FROM running_server s
                                 WHERE alive_until >= now()
                                   AND coalesce((to_jsonb(s)->>'newest_known')::int, :otherwise) < :oldest
                                 ORDER BY version
                                """)
                        .bind("otherwise", KNOWN_TO_0_1)
                        .bind("oldest", oldest)
                        .mapTo(String.class)
                        .list());
    }

    /** What the living servers do together. */
    Set<Role> livingRoles() {
        Set<Role> living = EnumSet.noneOf(Role.class);
        jdbi.useHandle(handle ->
                handle.createQuery("SELECT roles FROM running_server WHERE alive_until >= now()")
                        .mapTo(String[].class)
                        .forEach(words ->
                                Arrays.stream(words)
                                        .flatMap(word -> Role.of(word).stream())
                                        .forEach(living::add)));
        return living;
    }

    /** Whether something lies there that only background work takes on. */
    boolean hasJobs() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM message_count_change)
                                    OR EXISTS (SELECT FROM export WHERE status IN ('pending', 'processing'))
                                    OR EXISTS (SELECT FROM bulk_action WHERE finished_at IS NULL)
                                    OR EXISTS (SELECT FROM billing_inbox WHERE done_at IS NULL)
                                    OR EXISTS (SELECT FROM tenant WHERE status = 'erasing')
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }
}
