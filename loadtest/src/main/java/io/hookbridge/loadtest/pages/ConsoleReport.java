package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Page;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How soon every page answered, as a page of Markdown. */
final class ConsoleReport implements BenchOptions.Report {

    private final String command;
    private final Map<String, String> machine;
    private final int messages;
    private final List<Visits.Visited> visited = new ArrayList<>();
    private String index = "";

    /**
     * @param command how the measurement was started
     * @param machine facts by name
     * @param messages finished ones in the database
     */
    ConsoleReport(String command, Map<String, String> machine, int messages) {
        this.command = command;
        this.machine = machine;
        this.messages = messages;
    }

    /** What it took to index payloads, and how many bytes the entries take. */
    void indexed(long count, Duration took, long bytes) {
        index =
                Figures.format(
                        "%nThe payloads of %,d messages were indexed in %.0f s, %.0f a second. An entry takes %.0f bytes.%n",
                        count,
                        took.toMillis() / 1e3,
                        count / Math.max(1e-3, took.toMillis() / 1e3),
                        (double) bytes / Math.max(1, count));
    }

    void add(List<Visits.Visited> more) {
        visited.addAll(more);
    }

    @Override
    public boolean hasErrors() {
        return visited.stream().anyMatch(Visits.Visited::failed);
    }

    @Override
    public String markdown() {
        Table table = new Table("", "first byte p50 ms", "p99 ms", "longest ms", "KB", "status");
        for (Visits.Visited page : visited) {
            table.row(
                    page.name(),
                    Figures.format("%.1f", page.percentile(50)),
                    Figures.format("%.1f", page.percentile(99)),
                    Figures.format("%.1f", page.percentile(100)),
                    Figures.format("%.1f", page.bytes() / 1e3),
                    Integer.toString(page.status()));
        }
        Page page = new Page("Console", command, machine);
        page.add(Figures.format("One visitor among %,d messages", messages), table + index);
        return page.toString();
    }
}
