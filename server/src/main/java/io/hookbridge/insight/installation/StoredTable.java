package io.hookbridge.insight.installation;

import org.jspecify.annotations.Nullable;

/**
 * A table that grows with traffic.
 *
 * @param partitions how many it has, without the one for what fits no other; 0 for a table without
 * @param first the first day of the oldest of them as its name has it, such as 20261129, or null
 * @param last that of the newest
 * @param rows about as many, as PostgreSQL reckons
 * @param bytes on disk, indexes included
 */
public record StoredTable(
        String name,
        int partitions,
        @Nullable String first,
        @Nullable String last,
        long rows,
        long bytes) {}
