package io.hookbridge.delivery.target;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the targets of one kind, also deleted ones. */
public final class TargetStore {

    private static final Logger log = LoggerFactory.getLogger(TargetStore.class);

    /**
     * The signing keys of an endpoint {@code e}, as {@link SealedKeys#openAll} and {@link #trial}
     * read them.
     */
    public static final String KEYS =
            """
            LATERAL (SELECT coalesce(array_agg(id ORDER BY id), '{}') AS ids,
                            coalesce(array_agg(sealed ORDER BY id), '{}') AS sealed,
                            (array_agg(id ORDER BY id DESC) FILTER (WHERE trial_size > trial_accepted AND trial_ended_at IS NULL))[1]
                                AS trial_key,
                            max(trial_started_at) FILTER (WHERE trial_ended_at IS NULL) AS trial_started_at,
                            max(trial_size - trial_accepted) FILTER (WHERE trial_ended_at IS NULL) AS trial_left,
                            max(trial_only) FILTER (WHERE trial_ended_at IS NULL) AS trial_only
                       FROM signing_key
                      WHERE endpoint_id = e.id
                        AND deleted_at IS NULL) k
            """;

    private final Jdbi jdbi;
    private final String query;
    private final Row row;

    /** Makes a target of a row. */
    @FunctionalInterface
    public interface Row {

        /**
         * @throws IllegalStateException if its secrets do not open
         */
        DeliveryTarget target(ResultSet row) throws SQLException;
    }

    /**
     * @param query of those whose ids are among {@code :ids}; has the column {@code id}
     */
    public TargetStore(Jdbi jdbi, String query, Row row) {
        this.jdbi = jdbi;
        this.query = query;
        this.row = row;
    }

    /**
     * @throws IllegalStateException if its secrets do not open
     */
    public Optional<DeliveryTarget> find(TargetId target) {
        return jdbi.withHandle(handle ->
                handle.createQuery(query)
                        .bind("ids", new UUID[] {target.value()})
                        .map((found, _) -> row.target(found))
                        .findOne());
    }

    /** Those that there are and whose secrets open. */
    public Map<TargetId, DeliveryTarget> findAll(Collection<TargetId> targets) {
        Map<TargetId, DeliveryTarget> found = new HashMap<>();
        jdbi.useHandle(handle ->
                handle.createQuery(query)
                        .bind("ids", targets.stream().map(TargetId::value).toArray(UUID[]::new))
                        .map((each, _) -> readable(each))
                        .forEach(read -> read.ifPresent(target -> found.put(target.id(), target))));
        return found;
    }

    private Optional<DeliveryTarget> readable(ResultSet each) throws SQLException {
        try {
            return Optional.of(row.target(each));
        } catch (RuntimeException unreadable) {
            log.error(
                    "nothing is delivered to or by endpoint {}: {}",
                    each.getObject("id", UUID.class),
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The trial of its newest key, from the columns {@code ids}, {@code trial_key}, {@code
     * trial_started_at}, {@code trial_left} and {@code trial_only}; null if there is none, or no
     * older key beside it.
     */
    public static @Nullable KeyTrial trial(ResultSet row) throws SQLException {
        UUID key = row.getObject("trial_key", UUID.class);
        List<UUID> keys = List.of((UUID[]) row.getArray("ids").getArray());
        return key == null || keys.size() < 2 || !keys.getLast().equals(key)
                ? null
                : new KeyTrial(
                        new SigningKeyId(key),
                        row.getTimestamp("trial_started_at").toInstant(),
                        row.getInt("trial_left"),
                        row.getString("trial_only"));
    }

    /**
     * What a target belongs to, from the columns {@code environment_id}, {@code project_id}, {@code
     * tenant_id} and {@code environment_mode}.
     */
    public static Environment environment(ResultSet row) throws SQLException {
        return new Environment(
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                Mode.of(row.getString("environment_mode")).orElseThrow());
    }
}
