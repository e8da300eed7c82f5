package io.hookbridge.insight.metric;

import io.hookbridge.message.Count;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Folds rows of {@code message_count_change} into the sums, in the transaction of the caller. */
final class CountFoldStore {

    /** Any number that no other advisory lock of this server uses. */
    private static final long LOCK = 0x484B_4649_4E53_0001L;

    private static final String ADD =
            """
            INSERT INTO %%s AS known (environment_id, endpoint_id, bucket, %s, latencies)
            SELECT environment_id, endpoint_id, bucket, %s, latencies::int[]
              FROM unnest(:environments, :endpoints, :buckets, %s, :latencies)
                AS sums (environment_id, endpoint_id, bucket, %s, latencies)
             ORDER BY environment_id, endpoint_id, bucket
            ON CONFLICT (environment_id, endpoint_id, bucket) DO UPDATE
               SET %s, latencies = add_latencies(known.latencies, excluded.latencies)
            """
                    .formatted(
                            Count.columns("%1$s"),
                            Count.columns("%1$s"),
                            Count.columns(":%1$s"),
                            Count.columns("%1$s"),
                            Count.columns("%1$s = known.%1$s + excluded.%1$s"));

    private CountFoldStore() {}

    /** Whether nobody else folds, and now nobody else will until the transaction ends. */
    static boolean mayFold(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Takes some rows away; how many.
     *
     * @param most at least 1
     * @param sums where they are added to
     */
    static int take(Handle handle, int most, ChangeEntries.Sums sums) {
        return ChangeEntries.add(
                handle.createQuery(
                                """
                                DELETE FROM message_count_change
                                 WHERE ctid = ANY (ARRAY(SELECT ctid FROM message_count_change LIMIT :most))
                                RETURNING %s
                                """
                                        .formatted(ChangeEntries.COLUMNS))
                        .bind("most", most),
                sums);
    }

    /** Those of {@code environments} that there are; none goes before the transaction ends. */
    static Set<UUID> existing(Handle handle, Collection<UUID> environments) {
        return handle.createQuery(
                        """
                        SELECT id
                          FROM environment
                         WHERE id = ANY(:environments)
                         ORDER BY id
                           FOR KEY SHARE
                        """)
                .bind("environments", environments.toArray(UUID[]::new))
                .mapTo(UUID.class)
                .collect(Collectors.toSet());
    }

    /**
     * @param table {@code message_count_minute}, {@code …_hour} or {@code …_day}
     */
    static void add(Handle handle, String table, Map<CountBucket, Counts> sums) {
        List<CountBucket> buckets = new ArrayList<>(sums.keySet());
        List<Counts> counts = buckets.stream().map(sums::get).toList();
        Update add =
                handle.createUpdate(ADD.formatted(table))
                        .bind(
                                "environments",
                                buckets.stream().map(CountBucket::environment).toArray(UUID[]::new))
                        .bind(
                                "endpoints",
                                buckets.stream().map(CountBucket::endpoint).toArray(UUID[]::new))
                        .bind(
                                "buckets",
                                buckets.stream().map(CountBucket::start).toArray(Instant[]::new))
                        // PostgreSQL has no arrays of arrays that differ in length.
                        .bind(
                                "latencies",
                                counts.stream()
                                        .map(CountFoldStore::latencies)
                                        .toArray(String[]::new));
        for (Count count : Count.values()) {
            add.bind(count.column(), numbers(counts, sum -> sum.get(count)));
        }
        add.execute();
    }

    private static String latencies(Counts counts) {
        return Arrays.stream(counts.latencies())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Adds to the sums of all time. */
    static void addToLedger(Handle handle, SortedMap<UUID, Counts> environments) {
        List<Counts> sums = List.copyOf(environments.values());
        handle.createUpdate(
                        """
                        INSERT INTO ledger AS known (environment_id, accepted, succeeded, failed, deleted)
                        SELECT * FROM unnest(:environments, :accepted, :succeeded, :failed, :deleted)
                        ON CONFLICT (environment_id) DO UPDATE
                           SET accepted = known.accepted + excluded.accepted,
                               succeeded = known.succeeded + excluded.succeeded,
                               failed = known.failed + excluded.failed,
                               deleted = known.deleted + excluded.deleted
                        """)
                .bind("environments", environments.keySet().toArray(UUID[]::new))
                .bind("accepted", numbers(sums, sum -> sum.get(Count.ACCEPTED)))
                .bind("succeeded", numbers(sums, sum -> sum.get(Count.SUCCEEDED)))
                .bind("failed", numbers(sums, sum -> sum.get(Count.FAILED)))
                .bind("deleted", numbers(sums, sum -> sum.get(Count.DELETED)))
                .execute();
    }

    private static Long[] numbers(List<Counts> sums, ToLongFunction<Counts> column) {
        return sums.stream().map(column::applyAsLong).toArray(Long[]::new);
    }

    /** Clears away what was folded; outside of a transaction. */
    static void clear(Handle handle) {
        handle.execute("VACUUM (TRUNCATE false) message_count_change");
    }
}
