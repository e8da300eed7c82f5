package io.hookbridge.tenant.user;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.UserId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code console_session}. */
final class SessionStore {

    /** The columns of a {@link Session}. */
    private static final String COLUMNS =
            "s.id AS session_id, s.project_id, s.mode, s.created_at AS session_created_at,"
                    + " s.last_seen_at, s.address, s.user_agent, s.kept_form IS NOT NULL AS keeps_form, "
                    + UserStore.COLUMNS;

    /**
     * When sessions that are still alive were used and begun at the earliest.
     *
     * @param usedAfter exclusive
     * @param begunAfter exclusive
     */
    record Alive(Instant usedAfter, Instant begunAfter) {}

    private final Jdbi jdbi;

    SessionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static void insert(
            Handle handle, byte[] hash, SessionId id, User user, Browser browser, Instant now) {
        handle.createUpdate(
                        """
                        INSERT INTO console_session
                            (hash, id, tenant_id, user_id, mode, created_at, last_seen_at, address, user_agent)
                        VALUES (:hash, :id, :tenant, :user, 'live', :now, :now, :address, :userAgent)
                        """)
                .bind("hash", hash)
                .bind("id", id.value())
                .bind("tenant", user.tenant().value())
                .bind("user", user.id().value())
                .bind("now", now)
                .bind("address", browser.address().toString())
                .bind("userAgent", browser.userAgent())
                .execute();
    }

    Optional<Session> find(byte[] hash, Alive alive) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM console_session s
                                  JOIN console_user u ON u.id = s.user_id
                                 WHERE s.hash = :hash
                                   AND u.disabled_at IS NULL
                                   AND s.last_seen_at > :usedAfter
                                   AND s.created_at > :begunAfter
                                """
                                        .formatted(COLUMNS))
                        .bind("hash", hash)
                        .bind("usedAfter", alive.usedAfter())
                        .bind("begunAfter", alive.begunAfter())
                        .map((row, _) -> session(row))
                        .findOne());
    }

    /** Last used first. */
    List<Session> list(UserId user, Alive alive) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM console_session s
                                  JOIN console_user u ON u.id = s.user_id
                                 WHERE s.user_id = :user
                                   AND s.last_seen_at > :usedAfter
                                   AND s.created_at > :begunAfter
                                 ORDER BY s.last_seen_at DESC, s.id DESC
                                """
                                        .formatted(COLUMNS))
                        .bind("user", user.value())
                        .bind("usedAfter", alive.usedAfter())
                        .bind("begunAfter", alive.begunAfter())
                        .map((row, _) -> session(row))
                        .list());
    }

    /** Of requests at the same time one writes. */
    void seen(SessionId id, Instant now, Instant writtenBefore) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE console_session
                                   SET last_seen_at = :now
                                 WHERE id = :id
                                   AND last_seen_at <= :writtenBefore
                                """)
                        .bind("id", id.value())
                        .bind("now", now)
                        .bind("writtenBefore", writtenBefore)
                        .execute());
    }

    void select(SessionId id, @Nullable ProjectId project, Mode mode) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE console_session
                                   SET project_id = :project::uuid, mode = :mode
                                 WHERE id = :id
                                """)
                        .bind("id", id.value())
                        .bind("project", project == null ? null : project.value())
                        .bind("mode", mode.word())
                        .execute());
    }

    /** Whether the person had such a session. */
    static boolean delete(Handle handle, UserId user, SessionId id) {
        return handle.createUpdate(
                                """
                                DELETE FROM console_session
                                 WHERE user_id = :user
                                   AND id = :id
                                """)
                        .bind("user", user.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /** The session with this cookie, whoever it is of; a browser that signs in anew leaves it. */
    static void delete(Handle handle, byte[] hash) {
        handle.createUpdate(
                        """
                        DELETE FROM console_session
                         WHERE hash = :hash
                        """)
                .bind("hash", hash)
                .execute();
    }

    /**
     * @param kept the session that stays, or null
     * @return how many ended
     */
    static int deleteAll(Handle handle, UserId user, @Nullable SessionId kept) {
        return handle.createUpdate(
                        """
                        DELETE FROM console_session
                         WHERE user_id = :user
                           AND id IS DISTINCT FROM :kept::uuid
                        """)
                .bind("user", user.value())
                .bind("kept", kept == null ? null : kept.value())
                .execute();
    }

    int deleteDead(Alive alive) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM console_session
                                 WHERE last_seen_at <= :usedAfter
                                    OR created_at <= :begunAfter
                                """)
                        .bind("usedAfter", alive.usedAfter())
                        .bind("begunAfter", alive.begunAfter())
                        .execute());
    }

    private static Session session(ResultSet row) throws SQLException {
        UUID project = row.getObject("project_id", UUID.class);
        return new Session(
                new SessionId(row.getObject("session_id", UUID.class)),
                UserStore.user(row),
                project == null ? null : new ProjectId(project),
                Mode.of(row.getString("mode")).orElseThrow(),
                row.getTimestamp("session_created_at").toInstant(),
                row.getTimestamp("last_seen_at").toInstant(),
                row.getString("address"),
                row.getString("user_agent"),
                row.getBoolean("keeps_form"));
    }
}
