package io.hookbridge.inbound.preset;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Json;

import org.jdbi.v3.core.Jdbi;

import tools.jackson.databind.node.ObjectNode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of {@code inbound_preset}. Changes join the transaction of the caller. */
final class OwnPresetStore {

    private static final String OF_ENVIRONMENT =
            """
            SELECT document, created_at, updated_at
              FROM inbound_preset
             WHERE environment_id = :environment
            """;

    private final Jdbi jdbi;

    OwnPresetStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** By their ids. */
    List<OwnPreset> list(EnvironmentId environment) {
        return jdbi.withHandle(handle ->
                handle.createQuery(OF_ENVIRONMENT + " ORDER BY id")
                        .bind("environment", environment.value())
                        .map((row, _) -> preset(row))
                        .list());
    }

    Optional<OwnPreset> find(EnvironmentId environment, String id) {
        return one(OF_ENVIRONMENT + " AND id = :id", environment, id);
    }

    /** The same, which stays as it is until the transaction ends. */
    Optional<OwnPreset> hold(EnvironmentId environment, String id) {
        return one(OF_ENVIRONMENT + " AND id = :id FOR SHARE", environment, id);
    }

    /** The same, which nobody else changes or holds until the transaction ends. */
    Optional<OwnPreset> lock(EnvironmentId environment, String id) {
        return one(OF_ENVIRONMENT + " AND id = :id FOR UPDATE", environment, id);
    }

    private Optional<OwnPreset> one(String sql, EnvironmentId environment, String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql)
                        .bind("environment", environment.value())
                        .bind("id", id)
                        .map((row, _) -> preset(row))
                        .findOne());
    }

    private static OwnPreset preset(ResultSet row) throws SQLException {
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree(row.getString("document"));
        return new OwnPreset(
                ProjectPresets.read(document),
                document,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    /** How many there are; until the transaction ends nobody else makes one. */
    int countAlone(EnvironmentId environment) {
        return jdbi.withHandle(handle -> {
            handle.createQuery(
                            "SELECT id FROM environment WHERE id = :environment FOR NO KEY UPDATE")
                    .bind("environment", environment.value())
                    .mapToMap()
                    .list();
            return handle.createQuery(
                            "SELECT count(*) FROM inbound_preset WHERE environment_id = :environment")
                    .bind("environment", environment.value())
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /** Whether there was none of this id. */
    boolean insert(EnvironmentId environment, OwnPreset preset) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO inbound_preset (environment_id, id, document, created_at, updated_at)
                                VALUES (:environment, :id, :document, :createdAt, :updatedAt)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("environment", environment.value())
                        .bind("id", preset.preset().id())
                        .bind("document", preset.document().toString())
                        .bind("createdAt", preset.createdAt())
                        .bind("updatedAt", preset.updatedAt())
                        .execute())
                == 1;
    }

    void update(EnvironmentId environment, OwnPreset preset) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE inbound_preset
                                   SET document = :document, updated_at = :updatedAt
                                 WHERE environment_id = :environment
                                   AND id = :id
                                """)
                        .bind("environment", environment.value())
                        .bind("id", preset.preset().id())
                        .bind("document", preset.document().toString())
                        .bind("updatedAt", preset.updatedAt())
                        .execute());
    }

    void delete(EnvironmentId environment, String id) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM inbound_preset
                                 WHERE environment_id = :environment
                                   AND id = :id
                                """)
                        .bind("environment", environment.value())
                        .bind("id", id)
                        .execute());
    }
}
