package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.delivery.DeliveredTable;
import io.hookbridge.loadtest.delivery.StatementTable;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Page;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;

import java.util.List;
import java.util.Map;

/**
 * Everything that was measured, as a page of Markdown. Scenarios that were left out are not on it.
 */
final class OutboundReport implements BenchOptions.Report {

    private final Page page;
    private boolean errors;

    /**
     * @param command how the measurement was started
     * @param machine facts by name
     */
    OutboundReport(String command, Map<String, String> machine) {
        page = new Page("Outbound webhooks", command, machine);
    }

    void addCold(Delivered load) {
        errors |= load.hasErrors();
        page.add("A server that has just started", DeliveredTable.of(List.of(load)) + "");
    }

    void addSteady(List<Delivered> loads) {
        errors |= loads.stream().anyMatch(Delivered::hasErrors);
        StringBuilder text = new StringBuilder().append(DeliveredTable.of(loads));
        loads.forEach(load -> text.append('\n').append(StatementTable.of(load)));
        page.add("A steady rate", text.toString());
    }

    /** What went wrong at a rate that is too high is no error. */
    void addHighest(List<Delivered> steps) {
        errors |= steps.stream().filter(Delivered::sustained).anyMatch(Delivered::hasErrors);
        page.add("The climb to the highest rate", DeliveredTable.of(steps) + "");
    }

    void addBurst(List<Delivered> bursts) {
        errors |= bursts.stream().anyMatch(Delivered::hasErrors);
        page.add("A burst", DeliveredTable.of(bursts) + "");
    }

    void addDrain(List<Delivered> drains) {
        errors |= drains.stream().anyMatch(Delivered::hasErrors);
        page.add(
                "Messages that waited, and only their delivery",
                DeliveredTable.of(drains).toString());
    }

    void addHanging(Hanging.Result result) {
        addPair(
                "One endpoint hangs",
                result.without(),
                result.with(),
                "of the endpoints that answer");
    }

    void addCrowd(Crowd.Result result) {
        addPair("Beside a crowd", result.alone(), result.beside(), "of the measured tenant");
    }

    void addAttack(Attack.Result result) {
        addPair(
                "Beside bodies that come slowly",
                result.alone(),
                result.besideSlow(),
                "of the measured tenant");
        addPair(
                "Beside bodies of 8 MiB that do not end",
                result.alone(),
                result.besideLarge(),
                "of the measured tenant");
        Table attackers = new Table("Of the attackers", "slow bodies", "large bodies");
        attackers.row(
                "Connections at once",
                Figures.format("%,d", Attack.SLOW),
                Figures.format("%,d", Attack.LARGE));
        attackers.row(
                "Requests begun",
                Figures.format("%,d", result.slow().begun()),
                Figures.format("%,d", result.large().begun()));
        attackers.row(
                "Of them ended by the server",
                Figures.format("%,d", result.slow().ended()),
                Figures.format("%,d", result.large().ended()));
        page.add("What the attackers got", attackers.toString());
    }

    void addNames(Names.Result result) {
        addPair(
                "Beside silent names",
                result.alone().delivered(),
                result.beside().delivered(),
                "of the measured tenant");
        errors |= result.alone().failed() > 0 || result.beside().failed() > 0;
        Table felt = new Table("Of the measured tenant", "alone", "beside silent names");
        felt.row(
                "Attempts that failed",
                Figures.format("%,d", result.alone().failed()),
                Figures.format("%,d", result.beside().failed()));
        felt.row(
                "Messages that took a second or longer",
                Figures.format("%,d", result.alone().late()),
                Figures.format("%,d", result.beside().late()));
        Table silent = new Table("Of the other tenant", "");
        silent.row("Messages accepted", Figures.format("%,d", result.silent().accepted()));
        silent.row("Attempts that failed", Figures.format("%,d", result.silent().failed()));
        silent.row(
                "Attempts put off, of both tenants",
                Figures.format("%,d", result.silent().postponed()));
        silent.row(
                "Questions without an answer", Figures.format("%,d", result.silent().unanswered()));
        page.add("Whose attempts failed or waited", felt + "\n" + silent);
    }

    void addSpread(Spread.Result result) {
        errors |= result.delivered().hasErrors();
        String connections =
                Figures.format(
                        "%nAt most %,d connections to the receiver were open at once.%n",
                        result.mostConnections());
        page.add(
                "One message to each of many endpoints",
                DeliveredTable.of(List.of(result.delivered())) + connections);
    }

    private void addPair(String title, Delivered before, Delivered after, String whose) {
        errors |= before.hasErrors() || after.hasErrors();
        String growth =
                Figures.format(
                        "%nThe p99 from accepted to received %s grew by %.1f ms, %.0f %%.%n",
                        whose, after.p99() - before.p99(), 100 * (after.p99() / before.p99() - 1));
        page.add(title, DeliveredTable.of(List.of(before, after)) + growth);
    }

    @Override
    public boolean hasErrors() {
        return errors;
    }

    @Override
    public String markdown() {
        return page + "\n" + DeliveredTable.NOTES;
    }
}
