package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which statements a load needed, the most frequent first. */
public final class StatementTable {

    private static final int MOST = 20;

    private StatementTable() {}

    public static Table of(Delivered load) {
        Table table = new Table("Statement, with " + load.name(), "per 1,000 messages");
        List<Map.Entry<String, Long>> statements =
                load.database().statements().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(MOST)
                        .toList();
        for (Map.Entry<String, Long> statement : statements) {
            table.row(
                    "`" + statement.getKey().replace("|", "\\|") + "`",
                    Figures.format("%.2f", statement.getValue() * 1e3 / load.messages()));
        }
        return table;
    }
}
