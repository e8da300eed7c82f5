package io.hookbridge.message;

import io.hookbridge.db.HotStatement;
import io.hookbridge.message.CountChanges.Bucket;
import io.hookbridge.message.CountChanges.Change;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Adds a row to {@code message_count_change}. */
final class CountChangeStore {

    private static final String INSERT =
            """
            INSERT INTO message_count_change
                (environment_id, endpoint_id, direction, minute, %s, histogram_entry, histogram_bucket, histogram_count)
            VALUES (?, ?, ?, ?, %s, ?, ?, ?)
            """
                    .formatted(Count.columns("%1$s"), Count.columns("?"));

    private static final long[] NONE = {};

    private CountChangeStore() {}

    /**
     * @param changes not empty
     */
    static void insert(Handle handle, Map<Bucket, Change> changes) {
        HotStatement.update(handle, INSERT, binding(changes));
    }

    /**
     * The same together with other statements.
     *
     * @param changes not empty
     */
    static void insert(HotStatement.Together together, Map<Bucket, Change> changes) {
        together.update(INSERT, binding(changes));
    }

    private static HotStatement.Binding binding(Map<Bucket, Change> changes) {
        List<Bucket> buckets = List.copyOf(changes.keySet());
        List<Change> entries = buckets.stream().map(changes::get).toList();
        return to -> {
            to.uuids(buckets.stream().map(Bucket::environment).toArray(UUID[]::new))
                    .uuids(buckets.stream().map(Bucket::target).toArray(UUID[]::new))
                    .texts(
                            buckets.stream()
                                    .map(bucket -> bucket.direction().word())
                                    .toArray(String[]::new))
                    .ints(buckets.stream().mapToInt(Bucket::minute).toArray());
            for (Count count : Count.values()) {
                bind(to, count, entries);
            }
            bindLatencies(to, entries);
        };
    }

    /** One for each entry, or none if all are 0, as most are: nobody writes and reads them. */
    private static void bind(HotStatement.Arguments to, Count count, List<Change> entries)
            throws SQLException {
        long[] numbers = entries.stream().mapToLong(entry -> entry.get(count)).toArray();
        long[] written = Arrays.stream(numbers).allMatch(number -> number == 0) ? NONE : numbers;
        if (count.isLong()) {
            to.longs(written);
        } else {
            to.ints(Arrays.stream(written).mapToInt(Math::toIntExact).toArray());
        }
    }

    /** Of the histograms only what is there. */
    private static void bindLatencies(HotStatement.Arguments to, List<Change> changes)
            throws SQLException {
        IntStream.Builder entries = IntStream.builder();
        IntStream.Builder buckets = IntStream.builder();
        IntStream.Builder counts = IntStream.builder();
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
        to.ints(entries.build().toArray())
                .ints(buckets.build().toArray())
                .ints(counts.build().toArray());
    }
}
