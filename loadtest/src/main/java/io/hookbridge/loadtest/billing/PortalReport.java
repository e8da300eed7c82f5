package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Page;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;
import io.hookbridge.loadtest.rig.LoadTable;
import io.hookbridge.loadtest.rig.Measured;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured, as a page of Markdown. Scenarios that were left out are not on it.
 */
final class PortalReport implements BenchOptions.Report {

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

    @Override
    public boolean hasErrors() {
        return loads.stream().anyMatch(Measured::hasErrors)
                || stripe.stream().anyMatch(run -> run.alone().errorCount() > 0);
    }

    @Override
    public String markdown() {
        Page page = new Page("Create customer portal session", command, facts());
        if (!loads.isEmpty()) {
            page.add("Under load", LoadTable.of(loads));
        }
        if (!stripe.isEmpty()) {
            page.add("Stripe's share and our own", shares() + "\n" + notesOnShares());
        }
        if (!climb.isEmpty()) {
            page.add("The climb to the highest rate", climb().toString());
        }
        warm.forEach(starts -> page.add("Start and idle memory", starts(starts).toString()));
        return page.toString();
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(machine);
        facts.putAll(first.database());
        facts.put("Tenants", Integer.toString(first.tenants().size()));
        return facts;
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
                    Figures.format("%.2f", through.millis(50)),
                    Figures.format("%.2f", through.millis(99)),
                    Figures.format("%.2f", run.alone().millis(50)),
                    Figures.format("%.2f", run.alone().millis(99)),
                    Figures.format("%.2f", run.ownShare(50)),
                    Figures.format("%.2f", run.ownShare(99)));
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
                    Figures.format("%,.0f", result.offered()),
                    Figures.format("%,.0f", result.achieved()),
                    Figures.format("%.2f", result.millis(50)),
                    Figures.format("%.2f", result.millis(99)),
                    Figures.format("%.1f", result.millis(100)),
                    Figures.errors(result.errors()));
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
                .row("Idle memory, Pss MB: server", Figures.megabytes(warm.server()))
                .row("PostgreSQL", Figures.megabytes(warm.postgres()))
                .row(
                        "both",
                        Figures.format(
                                "%.0f",
                                (warm.server().proportional() + warm.postgres().proportional())
                                        / 1e6))
                .row(
                        "both, resident size summed",
                        Figures.format(
                                "%.0f",
                                (warm.server().resident() + warm.postgres().resident()) / 1e6));
    }

    private static String seconds(Duration duration) {
        return Figures.format("%.2f s", duration.toMillis() / 1e3);
    }
}
