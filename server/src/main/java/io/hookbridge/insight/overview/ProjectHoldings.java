package io.hookbridge.insight.overview;

import io.hookbridge.base.ProjectId;

import org.jdbi.v3.core.Jdbi;

/**
 * What goes with a project, live and test together.
 *
 * @param endpoints that it sends to
 * @param sources that receive for it
 * @param apiKeys that work
 */
public record ProjectHoldings(long endpoints, long sources, long apiKeys) {

    public static ProjectHoldings of(Jdbi jdbi, ProjectId project) {
        return new ProjectHoldingsStore(jdbi).read(project);
    }
}
