package io.hookbridge.loadtest.delivery;

import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.Usage;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What loads of messages took, one column each. */
public final class DeliveredTable {

    /** What the rows mean; on every page. */
    public static final String NOTES =
            """
            Latency of accepting counts from the moment at which a request was due (open loop), in a burst from the
            moment at which it was sent. *Accepted to received* counts from the moment at which the sender had read the
            202 until the receiver had read the whole request; it is 0 for messages that arrived before their 202 was
            read, whose share stands below. *Due to received* counts from the moment at which the request was due, so it
            holds everything, a late generator included. Only messages that were due in the measured stretch count for
            latencies; for losses and duplicates the warm-up counts as well. *Backlog* is accepted minus received, as
            the mean of the first and of the last fifth of the time. *Drained* is the time from the last 202 until the
            last message had arrived, *recorded* until the database held every result.
            CPU and database figures are of the measured stretch and per accepted message, in a burst until everything
            was recorded. The generator's process holds the receiver as well, whose part is named. Statements are
            counted from a sample of one in ten in PostgreSQL's log, BEGIN and COMMIT included; WAL is all that was
            written, full-page images included. Memory was read after the load: Pss, and the resident size, which
            counts PostgreSQL's shared pages once for each of its processes.
            """;

    private final List<Delivered> loads;
    private final Table table;

    private DeliveredTable(List<Delivered> loads) {
        this.loads = loads;
        this.table =
                new Table(
                        Stream.concat(Stream.of(""), loads.stream().map(Delivered::name))
                                .toArray(String[]::new));
    }

    public static Table of(List<Delivered> loads) {
        return new DeliveredTable(loads).filled();
    }

    private Table filled() {
        row("Offered/s", load -> number("%,.0f", load.offeredPerSecond()));
        row("Accepted/s", load -> number("%,.0f", load.acceptedPerSecond()));
        row("Accepted in all", load -> number("%,d", load.messages()));
        row("Errors", load -> Figures.errors(load.accept().errors()));
        row("Errors in the warm-up", load -> Figures.errors(load.accept().warmUpErrors()));
        row("Accept p50, p99, max ms", load -> percentiles(load.accept().latency()));
        row(
                "Accepted to received p50, p99, max ms",
                load -> percentiles(load.latencies().fromAccepted()));
        row("Due to received p50, p99, max ms", load -> percentiles(load.latencies().fromDue()));
        row("Received before the 202 was read", DeliveredTable::beforeAnswer);
        row("Lost", load -> number("%,d", load.lost()));
        row("Duplicates", load -> number("%,d", load.duplicates()));
        row("Without signature", load -> number("%,d", load.unsigned()));
        row(
                "Backlog: begin, end, most",
                load ->
                        number(
                                "%,.0f, %,.0f, %,d",
                                load.backlog().begin(),
                                load.backlog().end(),
                                load.backlog().most()));
        row(
                "Drained, recorded after s",
                load -> number("%.1f, %.1f", seconds(load.drained()), seconds(load.recorded())));
        if (loads.stream().allMatch(Delivered::isPaced)) {
            row("Sustained", load -> load.sustained() ? "yes" : "no");
        }
        row(
                "SQL statements per message",
                load -> perMessage("%.3f", load.database().statementCount(), load));
        row(
                "Transactions per message",
                load -> perMessage("%.3f", load.database().commits(), load));
        row("WAL bytes per message", load -> perMessage("%,.0f", load.database().walBytes(), load));
        row("CPU s per 1,000: server", load -> cpu(load.usage().serverCpu(), load));
        row("PostgreSQL", load -> cpu(load.usage().postgresCpu(), load));
        row("generator and receiver", load -> cpu(load.usage().generatorCpu(), load));
        row("receiver's part", load -> cpu(load.receiverCpu(), load));
        row("Memory MB, Pss and resident: server", load -> memory(load.usage().server()));
        row("PostgreSQL", load -> memory(load.usage().postgres()));
        row("generator and receiver", load -> memory(load.usage().generator()));
        row(
                "Generator sent late by, p99 ms",
                load ->
                        number(
                                "%.2f",
                                load.accept().lateness().getValueAtPercentile(99) / 1_000.0));
        return table;
    }

    private void row(String name, Function<Delivered, String> cell) {
        table.row(Stream.concat(Stream.of(name), loads.stream().map(cell)).toArray(String[]::new));
    }

    private static String beforeAnswer(Delivered load) {
        long all = load.latencies().fromAccepted().getTotalCount();
        return all == 0 ? "none" : number("%.1f %%", 100.0 * load.latencies().beforeAnswer() / all);
    }

    private static String percentiles(Histogram micros) {
        return number(
                "%.1f, %.1f, %.0f",
                micros.getValueAtPercentile(50) / 1_000.0,
                micros.getValueAtPercentile(99) / 1_000.0,
                micros.getValueAtPercentile(100) / 1_000.0);
    }

    private static String perMessage(String format, long value, Delivered load) {
        return load.messages() == 0 ? "none" : number(format, (double) value / load.messages());
    }

    private static String cpu(Duration cpu, Delivered load) {
        return load.messages() == 0
                ? "none"
                : number("%.3f", Usage.perThousand(cpu, load.messages()));
    }

    private static String memory(ProcessTree.Memory memory) {
        return number("%.0f, %.0f", memory.proportional() / 1e6, memory.resident() / 1e6);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static String number(String format, Object... values) {
        return Figures.format(format, values);
    }
}
