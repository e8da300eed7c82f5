package io.hookbridge.message.retention;

import io.hookbridge.message.retention.PartitionStore.Table;

import org.jdbi.v3.core.Jdbi;

import java.time.LocalDate;
import java.util.Set;

/**
 * Whether the partitions of the coming days are there.
 *
 * @param days from today on without a gap, today included
 * @param defaultInUse whether rows lie where those of no other partition go
 */
public record PartitionsAhead(int days, boolean defaultInUse) {

    public static PartitionsAhead of(Jdbi jdbi, LocalDate today) {
        var store = new PartitionStore(jdbi);
        Set<LocalDate> made = store.of(Table.MESSAGE);
        int days = 0;
        while (made.contains(today.plusDays(days))) {
            days++;
        }
        return new PartitionsAhead(days, store.isDefaultInUse());
    }
}
