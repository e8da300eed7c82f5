package io.hookbridge.outbound.trial;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The endpoints that lead to the built-in receiver, found by their URL, and how it answers them.
 */
final class TrialStore {

    private final Jdbi jdbi;

    TrialStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An endpoint that leads here. */
    record Found(EndpointId id, TrialAnswer answer) {

        private static Found of(ResultSet row) throws SQLException {
            String answer = row.getString("trial_answer");
            return new Found(
                    new EndpointId(row.getObject("id", UUID.class)),
                    answer == null ? TrialAnswer.SUCCESS : TrialAnswer.of(answer).orElseThrow());
        }
    }

    /** The endpoint with exactly this URL. */
    Optional<Found> find(EnvironmentId environment, String url) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, trial_answer
                                  FROM endpoint
                                 WHERE environment_id = :environment
                                   AND url = :url
                                   AND direction = 'outbound'
                                   AND deleted_at IS NULL
                                """)
                        .bind("environment", environment.value())
                        .bind("url", url)
                        .map((row, _) -> Found.of(row))
                        .findOne());
    }

    /** The oldest endpoint whose URL begins like that. */
    Optional<Found> first(EnvironmentId environment, String beginning) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, trial_answer
                                  FROM endpoint
                                 WHERE environment_id = :environment
                                   AND starts_with(url, :beginning)
                                   AND direction = 'outbound'
                                   AND deleted_at IS NULL
                                 ORDER BY id
                                 LIMIT 1
                                """)
                        .bind("environment", environment.value())
                        .bind("beginning", beginning)
                        .map((row, _) -> Found.of(row))
                        .findOne());
    }

    /** A 410 that was answered before does not pause the endpoint any more. */
    void answer(EndpointId endpoint, TrialAnswer answer, Instant now) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE endpoint
                                   SET trial_answer = :answer, updated_at = :now
                                 WHERE id = :id
                                """)
                        .bind("answer", answer.word())
                        .bind("now", now)
                        .bind("id", endpoint.value())
                        .execute());
    }
}
