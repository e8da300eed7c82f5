package io.hookbridge.outbound.trial;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;

import org.jdbi.v3.core.Jdbi;

import java.util.Optional;
import java.util.UUID;

/** Finds endpoints by their URL. */
final class TrialStore {

    private final Jdbi jdbi;

    TrialStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The endpoint with exactly this URL. */
    Optional<EndpointId> find(EnvironmentId environment, String url) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
                                  FROM endpoint
                                 WHERE environment_id = :environment
                                   AND url = :url
                                   AND direction = 'outbound'
                                   AND deleted_at IS NULL
                                """)
                        .bind("environment", environment.value())
                        .bind("url", url)
                        .mapTo(UUID.class)
                        .findOne()
                        .map(EndpointId::new));
    }

    /** The oldest endpoint whose URL begins like that. */
    Optional<EndpointId> first(EnvironmentId environment, String beginning) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id
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
                        .mapTo(UUID.class)
                        .findOne()
                        .map(EndpointId::new));
    }
}
