package io.hookbridge.loadtest.recovery;

import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that was measured, as a page of Markdown. */
final class RecoveryReport implements BenchOptions.Report {

    private static final String NOTES =
            """
            Others can begin when the lease of the killed server is over, or when it is started again; the three times after
            that count from there. *Under way* are messages that lie nowhere but in memory, *all queued* says when each of
            them had a place in the database again or was finished. The database is looked at every 50 ms, with a server that
            is started again from the moment on at which it is ready. What had arrived at the receiver, which did not answer,
            before the kill is sent again and does not count.
            """;

    private final String command;
    private final Map<String, String> machine;
    private final List<Recovery> recoveries = new ArrayList<>();

    RecoveryReport(String command, Map<String, String> machine) {
        this.command = command;
        this.machine = machine;
    }

    void add(Recovery recovery) {
        recoveries.add(recovery);
    }

    @Override
    public boolean hasErrors() {
        return recoveries.stream().anyMatch(recovery -> recovery.lost() > 0);
    }

    @Override
    public String markdown() {
        Table facts = new Table("Machine", "");
        machine.forEach(facts::row);
        Table table =
                new Table(
                        "",
                        "Held",
                        "Under way",
                        "Others can begin after s",
                        "All queued after s",
                        "All received after s",
                        "All recorded after s",
                        "Received twice",
                        "Lost");
        for (Recovery recovery : recoveries) {
            table.row(
                    recovery.name(),
                    number(recovery.held()),
                    number(recovery.underWay()),
                    seconds(recovery.untilStart()),
                    seconds(recovery.queued()),
                    seconds(recovery.received()),
                    seconds(recovery.recorded()),
                    number(recovery.twice()),
                    number(recovery.lost()));
        }
        return "# Recovery\n\n`%s`\n\n%s\n%s\n%s".formatted(command, facts, table, NOTES);
    }

    private static String number(long number) {
        return Figures.format("%,d", number);
    }

    private static String seconds(Duration duration) {
        return Figures.format("%.1f", duration.toMillis() / 1e3);
    }
}
