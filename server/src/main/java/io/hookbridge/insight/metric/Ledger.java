package io.hookbridge.insight.metric;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.ProjectId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Shows that no message is lost: what was accepted must be delivered, dead, deleted or pending. The
 * first three come from counts, the last from counting the rows themselves.
 *
 * <p>One statement and so one snapshot: the figures agree also while messages move. It counts the
 * pending rows one by one, a million of them in about a fifth of a second.
 */
public final class Ledger {

    private final Jdbi jdbi;

    public Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of all environments together. */
    public Figures read() {
        return figures("", null);
    }

    /** Of one environment; all zero for one that does not exist. */
    public Figures read(EnvironmentId environment) {
        return figures("WHERE environment_id = :id", environment.value());
    }

    /** Of both environments of a project; all zero for one that does not exist. */
    public Figures read(ProjectId project) {
        return figures(
                "WHERE environment_id IN (SELECT id FROM environment WHERE project_id = :id)",
                project.value());
    }

    /**
     * @param id null for none in {@code where}
     */
    private Figures figures(String where, @Nullable UUID id) {
        return jdbi.withHandle(handle -> {
            var query =
                    handle.createQuery(
                            """
                            SELECT coalesce(sum(accepted), 0), coalesce(sum(succeeded), 0), coalesce(sum(failed), 0),
                                   coalesce(sum(deleted), 0), (SELECT count(*) FROM pending_message %1$s)
                              FROM (SELECT accepted, succeeded, failed, deleted FROM ledger %1$s
                                     UNION ALL
                                    SELECT accepted, succeeded, failed, deleted FROM message_count_change %1$s) AS counts
                            """
                                    .formatted(where));
            if (id != null) {
                query.bind("id", id);
            }
            return query.map((row, _) ->
                            new Figures(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5)))
                    .one();
        });
    }
}
