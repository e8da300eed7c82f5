package io.hookbridge.app;

import io.hookbridge.base.SecretBox;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;

/**
 * Ties a database to its secret key file: a start with another file would leave every sealed secret
 * unreadable.
 */
final class InstallationStore {

    private static final String PURPOSE = "installation.key_check";
    private static final String KNOWN_TEXT = "hookbridge";

    private final Jdbi jdbi;

    InstallationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Whether this database was started with a key before; may be asked of one without a schema.
     */
    boolean isStarted() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT to_regclass('installation') IS NOT NULL")
                                .mapTo(boolean.class)
                                .one()
                        && handle.createQuery("SELECT EXISTS (SELECT FROM installation)")
                                .mapTo(boolean.class)
                                .one());
    }

    /**
     * Whether {@code box} holds the key this database was first started with; the first start
     * decides.
     */
    boolean matches(SecretBox box, Instant now) {
        byte[] check =
                jdbi.inTransaction(handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO installation (key_check, created_at)
                                    VALUES (:check, :now)
                                    ON CONFLICT DO NOTHING
                                    """)
                            .bind("check", box.seal(KNOWN_TEXT, PURPOSE))
                            .bind("now", now)
                            .execute();
                    return handle.createQuery("SELECT key_check FROM installation")
                            .mapTo(byte[].class)
                            .one();
                });
        return box.open(check, PURPOSE).filter(KNOWN_TEXT::equals).isPresent();
    }
}
