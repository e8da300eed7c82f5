package io.hookbridge.tenant.user;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;
import io.hookbridge.db.Columns;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code console_user}. */
final class UserStore {

    /** The columns of a {@link User}, of the table alias {@code u}. */
    static final String COLUMNS =
            """
            u.id, u.tenant_id, u.email, u.role, u.password_hash IS NOT NULL AS has_password, u.created_at,
            u.last_sign_in_at, u.operator,
            CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled'
                 WHEN EXISTS (SELECT FROM tenant t WHERE t.id = u.tenant_id AND t.status = 'active') THEN 'good'
                 ELSE 'tenant_inactive' END AS standing
            """;

    /**
     * Somebody who may sign in with a password.
     *
     * @param hash null until one is chosen
     */
    record Credentials(User user, @Nullable String hash) {}

    private final Jdbi jdbi;

    UserStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the address was free. */
    static boolean insert(Handle handle, User user) {
        return handle.createUpdate(
                                """
                                INSERT INTO console_user (id, tenant_id, email, role, created_at)
                                VALUES (:id, :tenant, :email, :role, :createdAt)
                                ON CONFLICT (lower(email)) DO NOTHING
                                """)
                        .bind("id", user.id().value())
                        .bind("tenant", user.tenant().value())
                        .bind("email", user.email().text())
                        .bind("role", user.role().word())
                        .bind("createdAt", user.createdAt())
                        .execute()
                == 1;
    }

    boolean any() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM console_user)
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }

    Optional<Credentials> find(EmailAddress email) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s, u.password_hash
                                  FROM console_user u
                                 WHERE lower(u.email) = :email
                                """
                                        .formatted(COLUMNS))
                        .bind("email", email.key())
                        .map((row, _) -> new Credentials(user(row), row.getString("password_hash")))
                        .findOne());
    }

    Optional<User> find(UserId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM console_user u
                                 WHERE u.id = :id
                                """
                                        .formatted(COLUMNS))
                        .bind("id", id.value())
                        .map((row, _) -> user(row))
                        .findOne());
    }

    /**
     * Whether the person is still there and not kept out; it stays so until the transaction ends.
     * Everything that lets somebody in takes this lock first.
     */
    static boolean lockEnabled(Handle handle, UserId id) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM console_user
                         WHERE id = :id
                           AND disabled_at IS NULL
                           FOR NO KEY UPDATE
                        """)
                .bind("id", id.value())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    /**
     * The same for whoever makes a link of the person; not if the person has become an operator
     * since {@code user} was read, because then it is not for everybody to make.
     */
    static boolean lockForLink(Handle handle, User user) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM console_user
                         WHERE id = :id
                           AND disabled_at IS NULL
                           AND (NOT operator OR :operator)
                           FOR NO KEY UPDATE
                        """)
                .bind("id", user.id().value())
                .bind("operator", user.operator())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    /**
     * Within a transaction: of those who call this for a tenant, each sees what the one before has
     * committed.
     */
    static void lockTenant(Handle handle, TenantId tenant) {
        handle.createQuery("SELECT id FROM tenant WHERE id = :tenant FOR NO KEY UPDATE")
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .findOne();
    }

    /**
     * Whether nobody but this owner is one of the tenant who is not kept out and has a password:
     * who was only invited may never come. Of those who were all only invited each is as good.
     */
    static boolean isLastOwner(Handle handle, User user) {
        return handle.createQuery(
                        """
                        SELECT EXISTS
                               (SELECT FROM console_user last
                                 WHERE last.id = :id
                                   AND last.role = 'owner'
                                   AND last.disabled_at IS NULL
                                   AND NOT EXISTS
                                       (SELECT FROM console_user other
                                         WHERE other.tenant_id = last.tenant_id
                                           AND other.id <> last.id
                                           AND other.role = 'owner'
                                           AND other.disabled_at IS NULL
                                           AND (other.password_hash IS NOT NULL
                                                OR last.password_hash IS NULL)))
                        """)
                .bind("id", user.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Keeps the person out since {@code at}, or no more.
     *
     * @return whether that was not so before
     */
    static boolean disable(Handle handle, UserId id, @Nullable Instant at) {
        return handle.createUpdate(
                                """
                                UPDATE console_user
                                   SET disabled_at = :at::timestamptz
                                 WHERE id = :id
                                   AND (disabled_at IS NULL) <> (:at::timestamptz IS NULL)
                                """)
                        .bind("id", id.value())
                        .bind("at", at)
                        .execute()
                == 1;
    }

    /** Whether the person had another role before. */
    static boolean setRole(Handle handle, UserId id, UserRole role) {
        return handle.createUpdate(
                                """
                                UPDATE console_user
                                   SET role = :role
                                 WHERE id = :id
                                   AND role <> :role
                                """)
                        .bind("id", id.value())
                        .bind("role", role.word())
                        .execute()
                == 1;
    }

    /** Whether that was not so before. */
    static boolean setOperator(Handle handle, UserId id, boolean operator) {
        return handle.createUpdate(
                                """
                                UPDATE console_user
                                   SET operator = :operator
                                 WHERE id = :id
                                   AND operator <> :operator
                                """)
                        .bind("id", id.value())
                        .bind("operator", operator)
                        .execute()
                == 1;
    }

    /**
     * With the sessions and links, and where from the person acted; whether there was such a
     * person.
     */
    static boolean delete(Handle handle, UserId id) {
        handle.createUpdate(
                        """
                        UPDATE audit_event
                           SET address = NULL
                         WHERE tenant_id = (SELECT tenant_id FROM console_user WHERE id = :id)
                           AND actor_kind = 'user'
                           AND actor_id = :actor
                        """)
                .bind("id", id.value())
                .bind("actor", id.toString())
                .execute();
        return handle.createUpdate(
                                """
                                DELETE FROM console_user
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    Optional<String> passwordHash(UserId id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT password_hash
                                  FROM console_user
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .mapTo(String.class)
                        .findOne());
    }

    /**
     * Oldest first.
     *
     * @param tenant null for the people of all tenants
     */
    List<User> list(@Nullable TenantId tenant) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM console_user u
                                 WHERE :tenant::uuid IS NULL OR u.tenant_id = :tenant::uuid
                                 ORDER BY u.id
                                """
                                        .formatted(COLUMNS))
                        .bind("tenant", tenant == null ? null : tenant.value())
                        .map((row, _) -> user(row))
                        .list());
    }

    Map<UserId, EmailAddress> addresses(TenantId tenant, Collection<UserId> ids) {
        Map<UserId, EmailAddress> addresses = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, email
                                  FROM console_user
                                 WHERE id = ANY(:ids)
                                   AND tenant_id = :tenant
                                """)
                        .bind("ids", ids.stream().map(UserId::value).toArray(UUID[]::new))
                        .bind("tenant", tenant.value())
                        .map((row, _) ->
                                addresses.put(
                                        new UserId(row.getObject("id", UUID.class)),
                                        new EmailAddress(row.getString("email"))))
                        .list());
        return addresses;
    }

    /**
     * Notes a sign-in, unless the password has been changed since {@code hash} was read; the row
     * stays locked until the transaction ends, so that a change waits for the new session.
     */
    static boolean signIn(Handle handle, UserId id, String hash, Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE console_user
                                   SET last_sign_in_at = :now
                                 WHERE id = :id
                                   AND password_hash = :hash
                                   AND disabled_at IS NULL
                                """)
                        .bind("id", id.value())
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static void setPassword(Handle handle, UserId id, String hash, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE console_user
                           SET password_hash = :hash, password_set_at = :now, last_sign_in_at = :now
                         WHERE id = :id
                        """)
                .bind("id", id.value())
                .bind("hash", hash)
                .bind("now", now)
                .execute();
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new EmailAddress(row.getString("email")),
                UserRole.of(row.getString("role")).orElseThrow(),
                row.getBoolean("has_password"),
                row.getTimestamp("created_at").toInstant(),
                Columns.instant(row, "last_sign_in_at"),
                User.Standing.of(row.getString("standing")),
                row.getBoolean("operator"));
    }
}
