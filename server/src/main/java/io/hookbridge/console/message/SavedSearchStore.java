package io.hookbridge.console.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.tenant.user.User;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Statements on {@code saved_search}. */
public final class SavedSearchStore {

    /** The most of a person in an environment. */
    static final int MOST = 20;

    static final int LONGEST_NAME = 40;

    private final Jdbi jdbi;
    private final Uuid7 ids;
    private final InstantSource clock;

    public SavedSearchStore(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
    }

    /** A search that somebody has given a name. */
    record Saved(UUID id, String name, String query) {}

    /** Those of a person, by name. */
    List<Saved> list(User user, EnvironmentId environment) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, name, query
                                  FROM saved_search
                                 WHERE user_id = :user
                                   AND environment_id = :environment
                                 ORDER BY name
                                """)
                        .bind("user", user.id().value())
                        .bind("environment", environment.value())
                        .map((row, _) ->
                                new Saved(
                                        row.getObject("id", UUID.class),
                                        row.getString("name"),
                                        row.getString("query")))
                        .list());
    }

    /**
     * Saves a search; another one with its name goes.
     *
     * @return false if the person has too many
     */
    boolean save(User user, EnvironmentId environment, String name, String query) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO saved_search
                                    (id, tenant_id, environment_id, user_id, name, query, created_at)
                                SELECT :id, :tenant, :environment, :user, :name, :query, :now
                                 WHERE (SELECT count(*)
                                          FROM saved_search
                                         WHERE user_id = :user
                                           AND environment_id = :environment
                                           AND name <> :name) < :most
                                ON CONFLICT (user_id, environment_id, name) DO UPDATE
                                   SET query = excluded.query
                                """)
                        .bind("id", ids.next())
                        .bind("tenant", user.tenant().value())
                        .bind("environment", environment.value())
                        .bind("user", user.id().value())
                        .bind("name", name)
                        .bind("query", query)
                        .bind("now", clock.instant())
                        .bind("most", MOST)
                        .execute())
                > 0;
    }

    /** Nothing happens if the person has none with this id. */
    void forget(User user, UUID id) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM saved_search
                                 WHERE id = :id
                                   AND user_id = :user
                                """)
                        .bind("id", id)
                        .bind("user", user.id().value())
                        .execute());
    }
}
