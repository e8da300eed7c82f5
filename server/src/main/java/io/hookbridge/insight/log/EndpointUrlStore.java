package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the URLs of {@code endpoint}, for people who know endpoints by them. */
public final class EndpointUrlStore {

    private final Jdbi jdbi;

    public EndpointUrlStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An endpoint.
     *
     * @param url empty for one that receives and forwards nothing
     */
    public record Known(TargetId id, Direction direction, String url) {}

    /** The URLs of those of {@code ids} that the environment has or had. */
    public Map<TargetId, String> urls(EnvironmentId environment, Collection<TargetId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, direction, url
                                  FROM endpoint
                                 WHERE environment_id = :environment
                                   AND id = ANY(:ids)
                                """)
                        .bind("environment", environment.value())
                        .bind("ids", ids.stream().map(TargetId::value).toArray(UUID[]::new))
                        .map((row, _) -> known(row))
                        .collect(Collectors.toMap(Known::id, Known::url)));
    }

    /**
     * The endpoints that are not deleted and whose URL or description has {@code text} in it,
     * whatever the case, the oldest first.
     *
     * @param most at least 1
     */
    public List<Known> find(EnvironmentId environment, String text, int most) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id, direction, url
                                  FROM endpoint
                                 WHERE environment_id = :environment
                                   AND deleted_at IS NULL
                                   AND (position(lower(:text) IN lower(url)) > 0
                                        OR position(lower(:text) IN lower(coalesce(description, ''))) > 0)
                                 ORDER BY id
                                 LIMIT :most
                                """)
                        .bind("environment", environment.value())
                        .bind("text", text)
                        .bind("most", most)
                        .map((row, _) -> known(row))
                        .list());
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(
                new TargetId(row.getObject("id", UUID.class)),
                Direction.of(row.getString("direction")),
                row.getString("url"));
    }
}
