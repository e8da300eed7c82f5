package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.report.Table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What loads took, one line each. */
final class LoadTable {

    private LoadTable() {}

    /** The table and what must be known to read it. */
    static String of(List<Measured> loads) {
        return table(loads) + "\n" + notes(loads);
    }

    private static Table table(List<Measured> loads) {
        Table table =
                new Table(
                        "Scenario",
                        "Offered/s",
                        "Answered/s",
                        "p50 ms",
                        "p90 ms",
                        "p99 ms",
                        "max ms",
                        "Errors",
                        "Warm-up errors",
                        "CPU s/1,000: server",
                        "PostgreSQL",
                        "generator",
                        "Memory MB: server",
                        "PostgreSQL");
        loads.forEach(run -> add(table, run));
        return table;
    }

    private static void add(Table table, Measured run) {
        LoadResult result = run.result();
        table.row(
                run.name(),
                format("%,.0f", result.offered()),
                format("%,.0f", result.achieved()),
                format("%.2f", result.millis(50)),
                format("%.2f", result.millis(90)),
                format("%.2f", result.millis(99)),
                format("%.1f", result.millis(100)),
                errors(result.errors()),
                errors(result.warmUpErrors()),
                format("%.2f", run.perThousand(run.serverCpu())),
                format("%.2f", run.perThousand(run.postgresCpu())),
                format("%.2f", run.perThousand(run.generatorCpu())),
                megabytes(run.server()),
                megabytes(run.postgres()));
    }

    static String errors(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "0"
                : errors.entrySet().stream()
                        .map(error -> error.getValue() + " × " + error.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String notes(List<Measured> loads) {
        String late =
                loads.stream()
                        .map(run ->
                                format(
                                        "%.2f",
                                        run.result().lateness().getValueAtPercentile(99) / 1_000.0))
                        .collect(Collectors.joining(", "));
        return """
        Latency is counted from the moment at which a request was due (open loop), so a stall delays every request
        behind it. The generator itself sent late by (p99, ms): %s; that is part of the figures. Tenants take turns.
        Memory is the proportional set size (Pss) of all processes, read when the load had ended; resident size
        counts PostgreSQL's shared pages once for each of its processes.
        """
                .formatted(late);
    }

    static String megabytes(ProcessTree.Memory memory) {
        return format("%.0f", memory.proportional() / 1e6);
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
