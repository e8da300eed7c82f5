package io.hookbridge.loadtest.portal;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.report.Table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that was measured, as a page of Markdown. Scenarios that were left out are not on it.
 */
final class PortalReport {

    private final String command;
    private final Map<String, String> machine;
    private final StartAndIdle.First first;
    private final List<StartAndIdle.Warm> warm = new ArrayList<>();
    private final List<Measured> loads = new ArrayList<>();
    private final List<Measured> climb = new ArrayList<>();
    private final List<WithStripe.Result> stripe = new ArrayList<>();

    /**
     * @param command how the measurement was started
     * @param machine facts by name
     */
    PortalReport(String command, Map<String, String> machine, StartAndIdle.First first) {
        this.command = command;
        this.machine = machine;
        this.first = first;
    }

    void add(StartAndIdle.Warm starts) {
        warm.add(starts);
    }

    void add(Measured steady) {
        loads.add(steady);
    }

    void add(HighestRate.Result highest) {
        loads.add(highest.held());
        climb.addAll(highest.climb());
    }

    void add(WithStripe.Result run) {
        loads.add(run.through());
        stripe.add(run);
    }

    boolean hasErrors() {
        return loads.stream().anyMatch(Measured::hasErrors)
                || stripe.stream().anyMatch(run -> run.alone().errorCount() > 0);
    }

    String markdown() {
        StringBuilder page = new StringBuilder("# Create customer portal session\n\n");
        page.append('`').append(command).append("`\n\n").append(facts());
        if (!loads.isEmpty()) {
            page.append("\n## Under load\n\n").append(loads()).append('\n').append(notesOnLoads());
        }
        if (!stripe.isEmpty()) {
            page.append("\n## Stripe's share and our own\n\n");
            page.append(shares()).append('\n').append(notesOnShares());
        }
        if (!climb.isEmpty()) {
            page.append("\n## The climb to the highest rate\n\n").append(climb());
        }
        warm.forEach(
                starts -> page.append("\n## Start and idle memory\n\n").append(starts(starts)));
        return page.toString();
    }

    private Table facts() {
        Table table = new Table("Machine", "");
        machine.forEach(table::row);
        first.database().forEach((name, value) -> table.row("PostgreSQL " + name, value));
        table.row("Tenants", Integer.toString(first.tenants().size()));
        return table;
    }

    private Table loads() {
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
        loads.forEach(run -> addLoad(table, run));
        return table;
    }

    private static void addLoad(Table table, Measured run) {
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

    private static String errors(Map<String, Long> errors) {
        return errors.isEmpty()
                ? "0"
                : errors.entrySet().stream()
                        .map(error -> error.getValue() + " × " + error.getKey())
                        .collect(Collectors.joining(", "));
    }

    private String notesOnLoads() {
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

    private Table shares() {
        Table table =
                new Table(
                        "Run",
                        "Through the server p50 ms",
                        "p99 ms",
                        "Stripe alone p50 ms",
                        "p99 ms",
                        "Own share p50 ms",
                        "p99 ms");
        for (WithStripe.Result run : stripe) {
            LoadResult through = run.through().result();
            table.row(
                    run.through().name(),
                    format("%.2f", through.millis(50)),
                    format("%.2f", through.millis(99)),
                    format("%.2f", run.alone().millis(50)),
                    format("%.2f", run.alone().millis(99)),
                    format("%.2f", run.ownShare(50)),
                    format("%.2f", run.ownShare(99)));
        }
        return table;
    }

    private static String notesOnShares() {
        return """
        Own share = latency through the server minus latency of the same call sent straight to the same Stripe double
        (%d ms delay) at the same rate by the same generator, percentile by percentile; for p99 this is an estimate.
        """
                .formatted(WithStripe.LATENCY_MILLIS);
    }

    private Table climb() {
        Table table = new Table("Offered/s", "Answered/s", "p50 ms", "p99 ms", "max ms", "Errors");
        for (Measured step : climb) {
            LoadResult result = step.result();
            table.row(
                    format("%,.0f", result.offered()),
                    format("%,.0f", result.achieved()),
                    format("%.2f", result.millis(50)),
                    format("%.2f", result.millis(99)),
                    format("%.1f", result.millis(100)),
                    errors(result.errors()));
        }
        return table;
    }

    private Table starts(StartAndIdle.Warm warm) {
        List<Duration> answers = warm.firstAnswers().stream().sorted().toList();
        return new Table("Start", "")
                .row("First start until ready (initialises PostgreSQL)", seconds(first.ready()))
                .row(
                        "Warm start to first portal session, median of " + answers.size(),
                        seconds(answers.get(answers.size() / 2)))
                .row("fastest", seconds(answers.getFirst()))
                .row("slowest", seconds(answers.getLast()))
                .row("Idle memory, Pss MB: server", megabytes(warm.server()))
                .row("PostgreSQL", megabytes(warm.postgres()))
                .row(
                        "both",
                        format(
                                "%.0f",
                                (warm.server().proportional() + warm.postgres().proportional())
                                        / 1e6))
                .row(
                        "both, resident size summed",
                        format(
                                "%.0f",
                                (warm.server().resident() + warm.postgres().resident()) / 1e6));
    }

    private static String megabytes(ProcessTree.Memory memory) {
        return format("%.0f", memory.proportional() / 1e6);
    }

    private static String seconds(Duration duration) {
        return format("%.2f s", duration.toMillis() / 1e3);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
