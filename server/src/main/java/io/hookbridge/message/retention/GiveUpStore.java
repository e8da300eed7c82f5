package io.hookbridge.message.retention;

import io.hookbridge.db.PlanEachTime;
import io.hookbridge.db.Spread;
import io.hookbridge.message.Moves;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Finds messages of the queue that are to be given up; none that a node holds. */
final class GiveUpStore {

    /** One look into the primary key for each environment, however long the queue of others is. */
    private static final String OF_DELETED_PROJECTS =
            """
            SELECT waiting.environment_id, waiting.id
              FROM project
              JOIN environment ON environment.project_id = project.id,
                   LATERAL (SELECT environment_id, id
                              FROM queue
                             WHERE environment_id = environment.id
                               AND node IS NULL
                             LIMIT :most) waiting
             WHERE project.deleted_at <= :now
             LIMIT :most
            """;

    /** The same as several servers can be asked it. */
    private static final String OF_DELETED_PROJECTS_SPREAD =
            """
            SELECT environment_id, id
              FROM queue
             WHERE environment_id IN (
                   SELECT environment.id
                     FROM project
                     JOIN environment ON environment.project_id = project.id
                    WHERE project.deleted_at <= :now)
               AND node IS NULL
             LIMIT :most
            """;

    private final Jdbi jdbi;

    GiveUpStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those of projects that are deleted. */
    List<Moves.Key> ofDeletedProjects(Instant now, int most) {
        return jdbi.withHandle(handle ->
                select(
                        handle,
                        Spread.is(handle) ? OF_DELETED_PROJECTS_SPREAD : OF_DELETED_PROJECTS,
                        now,
                        most));
    }

    /** Those whose payload is over. No index leads to them: all rows are looked at. */
    List<Moves.Key> expired(Instant now, int most) {
        return jdbi.withHandle(handle ->
                select(
                        handle,
                        """
                        SELECT environment_id, id
                          FROM queue
                         WHERE payload_expires_at <= :now
                           AND node IS NULL
                         LIMIT :most
                        """,
                        now,
                        most));
    }

    private static List<Moves.Key> select(Handle handle, String query, Instant now, int most) {
        return handle.createQuery(query)
                .bind("now", now)
                .bind("most", most)
                .map((row, _) -> Moves.Key.of(row))
                .list();
    }

    /** See {@link GiveUpMessages#earliestNeeded}. Looks at all rows of the queue as well. */
    Optional<LocalDate> earliestNeeded(LocalDate today) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT min(expires_on)
                                  FROM (SELECT (payload_expires_at AT TIME ZONE 'UTC')::date AS expires_on
                                          FROM queue
                                         WHERE payload_expires_at < CAST(:today AS date)::timestamp AT TIME ZONE 'UTC'
                                         UNION ALL
                                        SELECT expires_on
                                          FROM message m
                                         WHERE expires_on < :today
                                           AND id >= :watermark::uuid
                                           AND direction <> 'pull'
                                           AND NOT EXISTS (SELECT FROM outcome o
                                                            WHERE o.environment_id = m.environment_id AND o.id = m.id))
                                       AS needed
                                """)
                        .bind("today", today)
                        .bind("watermark", PartitionStore.lowestWatermark(handle))
                        .addCustomizer(new PlanEachTime())
                        .mapTo(LocalDate.class)
                        .findOne());
    }
}
