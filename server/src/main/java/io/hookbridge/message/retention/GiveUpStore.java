package io.hookbridge.message.retention;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.message.Moves;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds pending messages that are to be given up; none that a node holds or somebody deleted. */
final class GiveUpStore {

    private final Jdbi jdbi;

    GiveUpStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those of projects that are deleted. */
    List<Moves.Key> ofDeletedProjects(Instant now, int most) {
        return select(
                """
                SELECT waiting.environment_id, waiting.id
                  FROM project
                  JOIN environment ON environment.project_id = project.id,
                       LATERAL (SELECT environment_id, id
                                  FROM pending_message
                                 WHERE environment_id = environment.id
                                   AND node IS NULL
                                   AND deleted_at IS NULL
                                 LIMIT :most) waiting
                 WHERE project.deleted_at <= :now
                 LIMIT :most
                """,
                now,
                most);
    }

    /** Those whose payload is over. No index leads to them: all rows are looked at. */
    List<Moves.Key> expired(Instant now, int most) {
        return select(
                """
                SELECT environment_id, id
                  FROM pending_message
                 WHERE payload_expires_at <= :now
                   AND node IS NULL
                   AND deleted_at IS NULL
                 LIMIT :most
                """,
                now,
                most);
    }

    private List<Moves.Key> select(String query, Instant now, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(query)
                        .bind("now", now)
                        .bind("most", most)
                        .map((row, _) ->
                                new Moves.Key(
                                        new EnvironmentId(
                                                row.getObject("environment_id", UUID.class)),
                                        new MessageId(row.getObject("id", UUID.class))))
                        .list());
    }

    /** The earliest end of a payload that a message still waits with; empty if none is pending. */
    Optional<Instant> earliestNeeded() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT min(payload_expires_at) FROM pending_message")
                        .mapTo(Instant.class)
                        .findOne());
    }
}
