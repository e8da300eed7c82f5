package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** How much room the tables of messages take, their partitions added up. */
public record DiskUse(List<Part> parts) {

    private static final String SIZES =
            """
            SELECT table_name, sum(pg_relation_size(part)), sum(pg_indexes_size(part)),
                   sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))
              FROM (SELECT root.relname AS table_name, coalesce(tree.relid, root.oid) AS part
                      FROM pg_class root
                      LEFT JOIN LATERAL pg_partition_tree(root.oid) AS tree ON tree.isleaf
                     WHERE root.relnamespace = 'public'::regnamespace
                       AND root.relname IN ('message', 'outcome', 'queue', 'mark', 'attempt', 'response_body',
                                            'idempotency_key', 'message_search', 'message_count_change', 'message_count_minute',
                                            'message_count_hour')) AS parts
              JOIN pg_class c ON c.oid = part
             GROUP BY table_name
             ORDER BY sum(pg_total_relation_size(part)) DESC
            """;

    /**
     * A table, in bytes.
     *
     * @param toast what lies apart because it is long, with its own index
     */
    public record Part(String table, long rows, long indexes, long toast) {

        long all() {
            return rows + indexes + toast;
        }
    }

    /** What is taken now. */
    public static DiskUse of(EmbeddedDatabase database) throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SIZES)) {
            while (row.next()) {
                parts.add(
                        new Part(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)));
            }
        }
        return new DiskUse(parts);
    }

    /** Megabytes for a million of {@code messages}. */
    public Table perMillion(long messages) {
        Table table = new Table("MB per million messages", "all", "rows", "indexes", "out of line");
        List<Part> shown = new ArrayList<>(parts);
        shown.add(new Part("**all**", sum(Part::rows), sum(Part::indexes), sum(Part::toast)));
        for (Part part : shown) {
            table.row(
                    part.table(),
                    megabytes(part.all(), messages),
                    megabytes(part.rows(), messages),
                    megabytes(part.indexes(), messages),
                    megabytes(part.toast(), messages));
        }
        return table;
    }

    private long sum(ToLongFunction<Part> size) {
        return parts.stream().mapToLong(size).sum();
    }

    /** Bytes for each message are megabytes for a million. */
    private static String megabytes(long bytes, long messages) {
        return Figures.format("%,.1f", (double) bytes / messages);
    }
}
