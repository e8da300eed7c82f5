package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Page;
import io.hookbridge.loadtest.rig.BenchOptions;
import io.hookbridge.loadtest.rig.DiskUse;
import io.hookbridge.loadtest.rig.LoadTable;
import io.hookbridge.loadtest.rig.Measured;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that was measured, as a page of Markdown. */
final class PagesReport implements BenchOptions.Report {

    private final String command;
    private final Map<String, String> machine;
    private final int messages;
    private final DiskUse disk;
    private final List<Measured> reads = new ArrayList<>();
    private Duration start = Duration.ZERO;
    private String beside = "";
    private boolean errors;

    /**
     * @param command how the measurement was started
     * @param machine facts by name
     * @param messages finished ones in the database
     */
    PagesReport(String command, Map<String, String> machine, int messages, DiskUse disk) {
        this.command = command;
        this.machine = machine;
        this.messages = messages;
        this.disk = disk;
    }

    /** How long the server took from its start on the full database until it was ready. */
    void started(Duration took) {
        start = took;
    }

    void add(List<Measured> more) {
        reads.addAll(more);
        errors |= more.stream().anyMatch(Measured::hasErrors);
    }

    void sentBeside(long accepted, long refused) {
        beside =
                Figures.format(
                        "%nBeside the reads of the second half, %,d messages were accepted and %,d requests were not.%n",
                        accepted, refused);
        errors |= refused > 0;
    }

    @Override
    public boolean hasErrors() {
        return errors;
    }

    @Override
    public String markdown() {
        Page page = new Page("Pages", command, machine);
        page.add(
                Figures.format(
                        "Reading %,d messages of %d days, after a start of %.1f s",
                        messages, FillPages.DAYS, start.toMillis() / 1e3),
                LoadTable.of(reads) + beside);
        page.add(
                "Disk",
                disk.perMillion(messages)
                        + """

                        Payloads of 1,024 bytes, which are kept for 90 days. One message in a hundred had eight attempts and is
                        dead, one in a hundred had two; their rows of attempts are among what is counted. Headers are as long as
                        those of a signed delivery; nothing is sealed, no answer had a body.
                        """);
        return page.toString();
    }
}
