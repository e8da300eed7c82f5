package io.hookbridge.console.form;

import io.hookbridge.tenant.user.SessionId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** Statements on {@code console_sent_form}, and on the kept form of a session. */
final class FormStore {

    private final Jdbi jdbi;

    FormStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Replaces what the session has kept before. */
    void keep(SessionId session, String json) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE console_session
                                   SET kept_form = :json
                                 WHERE id = :session
                                """)
                        .bind("session", session.value())
                        .bind("json", json)
                        .execute());
    }

    /** The form that the session keeps. */
    Optional<String> kept(SessionId session) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT kept_form
                                  FROM console_session
                                 WHERE id = :session
                                   AND kept_form IS NOT NULL
                                """)
                        .bind("session", session.value())
                        .mapTo(String.class)
                        .findOne());
    }

    void forgetKept(SessionId session) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE console_session
                                   SET kept_form = NULL
                                 WHERE id = :session
                                """)
                        .bind("session", session.value())
                        .execute());
    }

    /**
     * Notes that a form has arrived, and forgets those that arrived before {@code over}.
     *
     * @return whether it had not arrived before
     */
    boolean begin(SessionId session, byte[] hash, Instant now, Instant over) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            """
                            DELETE FROM console_sent_form
                             WHERE session_id = :session
                               AND sent_at < :over
                            """)
                    .bind("session", session.value())
                    .bind("over", over)
                    .execute();
            return handle.createUpdate(
                                    """
                                    INSERT INTO console_sent_form (session_id, hash, sent_at)
                                    VALUES (:session, :hash, :now)
                                    ON CONFLICT DO NOTHING
                                    """)
                            .bind("session", session.value())
                            .bind("hash", hash)
                            .bind("now", now)
                            .execute()
                    == 1;
        });
    }

    /** Whether it has not ended, and its forms with it. */
    boolean hasSession(SessionId session) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM console_session WHERE id = :session)
                                """)
                        .bind("session", session.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Notes what came of it; nothing if the session has ended with it. */
    void end(SessionId session, byte[] hash, String page, @Nullable String notice) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE console_sent_form
                                   SET page = :page, notice = :notice
                                 WHERE session_id = :session
                                   AND hash = :hash
                                """)
                        .bind("session", session.value())
                        .bind("hash", hash)
                        .bind("page", page)
                        .bind("notice", notice)
                        .execute());
    }

    /** Lets the form arrive once more. */
    void forget(SessionId session, byte[] hash) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM console_sent_form
                                 WHERE session_id = :session
                                   AND hash = :hash
                                """)
                        .bind("session", session.value())
                        .bind("hash", hash)
                        .execute());
    }

    /**
     * What came of a form.
     *
     * @param page where it led; null as long as it is being worked on
     * @param notice what that page said, or null
     */
    record Outcome(@Nullable String page, @Nullable String notice) {}

    /** Empty if it did nothing. */
    Optional<Outcome> outcome(SessionId session, byte[] hash) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT page, notice
                                  FROM console_sent_form
                                 WHERE session_id = :session
                                   AND hash = :hash
                                """)
                        .bind("session", session.value())
                        .bind("hash", hash)
                        .map((row, _) ->
                                new Outcome(row.getString("page"), row.getString("notice")))
                        .findOne());
    }
}
