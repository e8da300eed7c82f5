package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What loads took, one line each. */
public final class LoadTable {

    private LoadTable() {}

    /** The table and what must be known to read it. */
    public static String of(List<Measured> loads) {
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
                Figures.format("%,.0f", result.offered()),
                Figures.format("%,.0f", result.achieved()),
                Figures.format("%.2f", result.millis(50)),
                Figures.format("%.2f", result.millis(90)),
                Figures.format("%.2f", result.millis(99)),
                Figures.format("%.1f", result.millis(100)),
                Figures.errors(result.errors()),
                Figures.errors(result.warmUpErrors()),
                Figures.format("%.2f", perThousand(run, run.usage().serverCpu())),
                Figures.format("%.2f", perThousand(run, run.usage().postgresCpu())),
                Figures.format("%.2f", perThousand(run, run.usage().generatorCpu())),
                Figures.megabytes(run.usage().server()),
                Figures.megabytes(run.usage().postgres()));
    }

    private static double perThousand(Measured run, Duration cpu) {
        return Usage.perThousand(cpu, run.result().answered());
    }

    private static String notes(List<Measured> loads) {
        String late =
                loads.stream()
                        .map(run ->
                                Figures.format(
                                        "%.2f",
                                        run.result().lateness().getValueAtPercentile(99) / 1_000.0))
                        .collect(Collectors.joining(", "));
        return """
        Latency is counted from the moment at which a request was due (open loop), so a stall delays every request
        behind it. The generator itself sent late by (p99, ms): %s; that is part of the figures.
        Memory is the proportional set size (Pss) of all processes, read when the load had ended; resident size
        counts PostgreSQL's shared pages once for each of its processes.
        """
                .formatted(late);
    }
}
