package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.delivery.DeliveredTable;
import io.hookbridge.loadtest.delivery.StatementTable;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Page;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;
import io.hookbridge.loadtest.rig.LoadTable;
import io.hookbridge.loadtest.rig.Measured;

import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.Map;

/**
 * Everything that was measured, as a page of Markdown. Scenarios that were left out are not on it.
 */
final class InboundReport implements BenchOptions.Report {

    private final Page page;
    private String notes = "";
    private boolean errors;

    /**
     * @param command how the measurement was started
     * @param machine facts by name
     */
    InboundReport(String command, Map<String, String> machine) {
        page = new Page("Received webhooks", command, machine);
    }

    /** What went wrong at a rate that is too high is no error, but for what was lost. */
    void addIngest(List<Taken> steps) {
        errors |= steps.stream().anyMatch(step -> step.lost() > 0);
        Table stored =
                new Table(
                        "",
                        "Accepted in all",
                        "Lost",
                        "Sustained",
                        "Statements per event",
                        "Transactions",
                        "WAL bytes");
        for (Taken step : steps) {
            long counted = step.measured().result().answered();
            stored.row(
                    step.measured().name(),
                    Figures.format("%,d", step.accepted()),
                    Figures.format("%,d", step.lost()),
                    step.sustained() ? "yes" : "no",
                    per(step.database().statementCount(), counted, "%.3f"),
                    per(step.database().commits(), counted, "%.3f"),
                    per(step.database().walBytes(), counted, "%,.0f"));
        }
        page.add(
                "Taking what is to be fetched",
                LoadTable.of(steps.stream().map(Taken::measured).toList()) + "\n" + stored);
    }

    private static String per(long value, long count, String format) {
        return count == 0 ? "none" : Figures.format(format, (double) value / count);
    }

    /** What went wrong at a rate that is too high is no error. */
    void addForward(List<Delivered> steps) {
        page.add(
                "The climb to the highest rate that is forwarded",
                DeliveredTable.of(steps).toString());
        notes = "\n" + DeliveredTable.NOTES;
    }

    void addSteady(Delivered load) {
        errors |= load.hasErrors();
        page.add(
                "A steady rate that is forwarded",
                DeliveredTable.of(List.of(load)) + "\n" + StatementTable.of(load));
        notes = "\n" + DeliveredTable.NOTES;
    }

    void addFetch(Fetch.Result result) {
        errors |= result.hasErrors();
        Table table =
                new Table(
                        "Payloads",
                        "Events",
                        "s",
                        "List p50, p99 ms",
                        "Fetch p50, p99 ms",
                        "Acknowledge p50, p99 ms",
                        "Accepted beside",
                        "p99 ms",
                        "Refused");
        for (Fetch.Beside beside : result.rounds()) {
            Consumer.Round round = beside.round();
            table.row(
                    round.way().words(),
                    Figures.format("%,d", round.events()),
                    Figures.format("%.2f", round.took().toMillis() / 1e3),
                    percentiles(round.lists()),
                    percentiles(round.fetches()),
                    percentiles(round.acknowledgements()),
                    Figures.format("%,d", beside.accepted()),
                    millis(beside.beside(), 99),
                    Figures.format("%,d", beside.refused()));
        }
        String check =
                Figures.format(
                        "%nThe answers acknowledged %,d events, and the database has %,d that are.%n",
                        result.acknowledged(), result.delivered());
        page.add("Fetching and acknowledging in pages of 100", table + check);
    }

    private static String percentiles(Histogram micros) {
        return micros.getTotalCount() == 0
                ? "none"
                : millis(micros, 50) + ", " + millis(micros, 99);
    }

    private static String millis(Histogram micros, double percentile) {
        return Figures.format("%.1f", micros.getValueAtPercentile(percentile) / 1_000.0);
    }

    /**
     * @param events in the database
     */
    void addEvents(List<Measured> lists, int events) {
        errors |= lists.stream().anyMatch(Measured::hasErrors);
        page.add(
                Figures.format("Lists of an endpoint with %,d events", events),
                LoadTable.of(lists));
    }

    void addListeners(List<Listen.Round> rounds) {
        errors |= rounds.stream().anyMatch(Listen.Round::hasErrors);
        Table heard =
                new Table(
                        "",
                        "Listeners",
                        "Heard in all",
                        "p50 ms",
                        "p99 ms",
                        "max ms",
                        "Missing",
                        "Twice",
                        "Lost their connection");
        for (Listen.Round round : rounds) {
            heard.row(
                    round.accept().name(),
                    Figures.format("%,d", round.listeners()),
                    Figures.format("%,d", round.heard().getTotalCount()),
                    millis(round.heard(), 50),
                    millis(round.heard(), 99),
                    millis(round.heard(), 100),
                    Figures.format("%,d", round.missing()),
                    Figures.format("%,d", round.duplicates()),
                    Figures.format("%,d", round.ended()));
        }
        page.add(
                "From the accepted request to each listener",
                LoadTable.of(rounds.stream().map(Listen.Round::accept).toList()) + "\n" + heard);
    }

    @Override
    public boolean hasErrors() {
        return errors;
    }

    @Override
    public String markdown() {
        return page + notes;
    }
}
