package io.hookbridge.insight.metric;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.Count;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** Reads counts of a window, in the transaction of the caller. */
final class CountStore {

    private CountStore() {}

    /**
     * Adds what is folded.
     *
     * @param of {@link CountBucket#all} or the id of an endpoint
     * @param sums by moments of the window
     */
    static void addFolded(
            Handle handle,
            EnvironmentId environment,
            UUID of,
            Window window,
            Instant now,
            Function<Instant, Counts> sums) {
        handle.createQuery(
                        """
                        SELECT bucket, %s, latencies
                          FROM %s
                         WHERE environment_id = :environment
                           AND endpoint_id = :of
                           AND bucket >= :start
                           AND bucket < :end
                        """
                                .formatted(Count.columns("%1$s"), window.table()))
                .bind("environment", environment.value())
                .bind("of", of)
                .bind("start", window.start(now))
                .bind("end", window.end(now))
                .map((row, _) -> {
                    add(row, sums.apply(row.getTimestamp("bucket").toInstant()));
                    return true;
                })
                .list();
    }

    private static void add(ResultSet row, Counts to) throws SQLException {
        for (Count count : Count.values()) {
            to.add(count, row.getLong(count.column()));
        }
        Integer[] latencies = ChangeEntries.numbers(row, "latencies");
        for (int bucket = 0; bucket < latencies.length; bucket++) {
            to.addLatencies(bucket, latencies[bucket]);
        }
    }

    /**
     * Adds what is not folded yet.
     *
     * @param endpoint null for all of the environment
     */
    static void addUnfolded(
            Handle handle,
            EnvironmentId environment,
            @Nullable TargetId endpoint,
            ChangeEntries.Sums sums) {
        ChangeEntries.add(
                handle.createQuery(
                                """
                                SELECT %s
                                  FROM message_count_change
                                 WHERE environment_id @> ARRAY[:environment::uuid]
                                   AND (:endpoint::uuid IS NULL OR endpoint_id @> ARRAY[:endpoint::uuid])
                                """
                                        .formatted(ChangeEntries.COLUMNS))
                        .bind("environment", environment.value())
                        .bind("endpoint", endpoint == null ? null : endpoint.value()),
                sums);
    }
}
