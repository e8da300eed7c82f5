package io.hookbridge.message;

import io.hookbridge.message.CountChanges.Bucket;
import io.hookbridge.message.CountChanges.Change;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds a row to {@code message_count_change}. */
final class CountChangeStore {

    private static final String INSERT =
            """
            INSERT INTO message_count_change
                (environment_id, endpoint_id, minute, %s, histogram_entry, histogram_bucket, histogram_count)
            VALUES (:environments, :endpoints, :minutes, %s, :entries, :buckets, :latencies)
            """
                    .formatted(Count.columns("%1$s"), Count.columns(":%1$s"));

    private CountChangeStore() {}

    /**
     * @param changes not empty
     */
    static void insert(Handle handle, Map<Bucket, Change> changes) {
        List<Bucket> buckets = new ArrayList<>(changes.keySet());
        List<Change> entries = buckets.stream().map(changes::get).toList();
        Update insert =
                handle.createUpdate(INSERT)
                        .bind(
                                "environments",
                                buckets.stream().map(Bucket::environment).toArray(UUID[]::new))
                        .bind(
                                "endpoints",
                                buckets.stream().map(Bucket::target).toArray(UUID[]::new))
                        .bind(
                                "minutes",
                                buckets.stream().map(Bucket::minute).toArray(Integer[]::new));
        for (Count count : Count.values()) {
            insert.bind(
                    count.column(),
                    entries.stream().map(entry -> entry.get(count)).toArray(Integer[]::new));
        }
        bindLatencies(insert, entries);
        insert.execute();
    }

    /** Of the histograms only what is there. */
    private static void bindLatencies(Update insert, List<Change> changes) {
        List<Integer> entries = new ArrayList<>();
        List<Integer> buckets = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (int entry = 0; entry < changes.size(); entry++) {
            int[] latencies = changes.get(entry).latencies();
            for (int bucket = 0; latencies != null && bucket < latencies.length; bucket++) {
                if (latencies[bucket] > 0) {
                    entries.add(entry + 1);
                    buckets.add(bucket + 1);
                    counts.add(latencies[bucket]);
                }
            }
        }
        insert.bind("entries", entries.toArray(Integer[]::new))
                .bind("buckets", buckets.toArray(Integer[]::new))
                .bind("latencies", counts.toArray(Integer[]::new));
    }
}
