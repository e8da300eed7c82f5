package io.hookbridge.insight.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.message.Count;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Adds up the entries of rows of {@code message_count_change}. Here and not in the database, which
 * takes several times as long to take arrays apart.
 */
final class ChangeEntries {

    /** What a statement selects of a row. */
    static final String COLUMNS =
            "environment_id, endpoint_id, direction, minute, "
                    + Count.columns("%1$s")
                    + ", histogram_entry, histogram_bucket, histogram_count";

    private ChangeEntries() {}

    /** Where entries are added to. */
    @FunctionalInterface
    interface Sums {

        /**
         * @param minute the beginning of it
         * @return null if nobody asks for it
         */
        @Nullable Counts of(UUID environment, Direction direction, UUID endpoint, Instant minute);
    }

    /**
     * Adds all entries.
     *
     * @param query for {@link #COLUMNS}
     * @return how many rows they lay in
     */
    static int add(Query query, Sums sums) {
        return query.scanResultSet((rows, _) -> {
            ResultSet row = rows.get();
            int count = 0;
            for (; row.next(); count++) {
                add(row, sums);
            }
            return count;
        });
    }

    private static void add(ResultSet row, Sums sums) throws SQLException {
        UUID[] environments = (UUID[]) row.getArray("environment_id").getArray();
        UUID[] endpoints = (UUID[]) row.getArray("endpoint_id").getArray();
        String[] directions = (String[]) row.getArray("direction").getArray();
        Integer[] minutes = numbers(row, "minute");
        @Nullable Counts[] entries = new Counts[environments.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    sums.of(
                            environments[i],
                            Direction.of(directions[i]),
                            endpoints[i],
                            Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(minutes[i])));
        }
        for (Count count : Count.values()) {
            // Empty if there is nothing to add.
            Number[] more = (Number[]) row.getArray(count.column()).getArray();
            for (int i = 0; i < more.length; i++) {
                if (entries[i] != null) {
                    entries[i].add(count, more[i].longValue());
                }
            }
        }
        addLatencies(row, entries);
    }

    private static void addLatencies(ResultSet row, @Nullable Counts[] entries)
            throws SQLException {
        Integer[] of = numbers(row, "histogram_entry");
        Integer[] buckets = numbers(row, "histogram_bucket");
        Integer[] more = numbers(row, "histogram_count");
        for (int i = 0; i < of.length; i++) {
            // SQL counts from 1.
            Counts entry = entries[of[i] - 1];
            if (entry != null) {
                entry.addLatencies(buckets[i] - 1, more[i]);
            }
        }
    }

    /** Of an array without nulls. */
    static Integer[] numbers(ResultSet row, String column) throws SQLException {
        return (Integer[]) row.getArray(column).getArray();
    }
}
