package io.hookbridge.insight.overview;

import io.hookbridge.base.ProjectId;

import org.jdbi.v3.core.Jdbi;

/** Counts what belongs to a project. */
final class ProjectHoldingsStore {

    private final Jdbi jdbi;

    ProjectHoldingsStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    ProjectHoldings read(ProjectId project) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                WITH own AS (SELECT id FROM environment WHERE project_id = :project)
                                SELECT count(*) FILTER (WHERE direction = 'outbound') AS endpoints,
                                       count(*) FILTER (WHERE direction = 'inbound') AS sources,
                                       (SELECT count(*)
                                          FROM api_key
                                         WHERE environment_id IN (SELECT id FROM own)
                                           AND deleted_at IS NULL) AS api_keys
                                  FROM endpoint
                                 WHERE environment_id IN (SELECT id FROM own)
                                   AND deleted_at IS NULL
                                """)
                        .bind("project", project.value())
                        .map((row, _) ->
                                new ProjectHoldings(
                                        row.getLong("endpoints"),
                                        row.getLong("sources"),
                                        row.getLong("api_keys")))
                        .one());
    }
}
