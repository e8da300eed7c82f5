package io.hookbridge.loadtest.simulate;

import io.hookbridge.loadtest.report.Table;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Shows where the next limit lies on machines that are not there. */
@Command(
        name = "simulate",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Simulates installations that are larger than this machine, and says which part of each is full first.",
            "",
            "Tenants send in bursts, some much more than others. Each message asks for the time of processors and disks that it"
                    + " was measured to cost, and waits in the queue in front of each. Nothing is started and nothing is"
                    + " measured: the figures are as good as the costs, which are options. The same seed gives the same"
                    + " figures.%n"
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final double[] LOADS = {0.5, 0.8, 0.95};
    private static final double SECONDS_OF_MONEY = 3_600;
    private static final double PAID_AT = 0.5;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--tenants", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int tenants;

    @Option(
            names = "--zipf",
            defaultValue = "1.0",
            description =
                    "How unequal they are: 0 for equal shares; with 1 the second sends half as much as the first. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double zipf;

    @Option(
            names = "--burst-seconds",
            defaultValue = "1.0",
            description = "How long a tenant sends on average. Default: ${DEFAULT-VALUE}.")
    private double burst;

    @Option(
            names = "--pause-seconds",
            defaultValue = "2.0",
            description = "How long it then does not; 0 for no bursts. Default: ${DEFAULT-VALUE}.")
    private double pause;

    @Option(
            names = "--accept-micros",
            defaultValue = "60",
            description =
                    "Of a server's processor until a message is stored. Default: ${DEFAULT-VALUE}.")
    private double accept;

    @Option(
            names = "--deliver-micros",
            defaultValue = "40",
            description = "The same to deliver it. Default: ${DEFAULT-VALUE}.")
    private double deliver;

    @Option(
            names = "--store-micros",
            defaultValue = "35",
            description =
                    "Of PostgreSQL's processor to store a message. Default: ${DEFAULT-VALUE}.")
    private double store;

    @Option(
            names = "--record-micros",
            defaultValue = "25",
            description = "The same for what became of it. Default: ${DEFAULT-VALUE}.")
    private double record;

    @Option(
            names = "--coordinator-micros",
            defaultValue = "15",
            description =
                    "Of the coordinator's processor in a cluster, for each of the two; 1.8 would be that of nodes which connect to workers."
                            + " Default: ${DEFAULT-VALUE}.")
    private double coordinator;

    @Option(
            names = "--distributed-micros",
            defaultValue = "16",
            description =
                    "What each of the two costs a worker more than one PostgreSQL; 21 for such nodes. Default: ${DEFAULT-VALUE}.")
    private double distributed;

    @Option(
            names = "--replay-micros",
            defaultValue = "25",
            description =
                    "Of the one process of a replica that replays a message. Default: ${DEFAULT-VALUE}.")
    private double replay;

    @Option(
            names = "--wal-bytes",
            defaultValue = "2200",
            description = "Of the write-ahead log for a message. Default: ${DEFAULT-VALUE}.")
    private double wal;

    @Option(
            names = "--disk-mb",
            defaultValue = "200",
            description = "Megabytes a second that a disk takes of it. Default: ${DEFAULT-VALUE}.")
    private double disk;

    @Option(
            names = "--gather-millis",
            defaultValue = "5",
            description =
                    "Until a transaction that others share begins and is flushed. Default: ${DEFAULT-VALUE}.")
    private double gather;

    @Option(
            names = "--receiver-millis",
            defaultValue = "50",
            description = "Until a receiver has answered. Default: ${DEFAULT-VALUE}.")
    private double receiver;

    @Option(
            names = "--reads",
            defaultValue = "20",
            description = "Pages and lists that are read in a second. Default: ${DEFAULT-VALUE}.")
    private double reads;

    @Option(
            names = "--read-millis",
            defaultValue = "20",
            description = "Of PostgreSQL's processor for one of them. Default: ${DEFAULT-VALUE}.")
    private double read;

    @Option(
            names = "--node-cores",
            defaultValue = "4",
            description = "Of a server of HookBridge. Default: ${DEFAULT-VALUE}.")
    private int nodeCores;

    @Option(
            names = "--database-cores",
            defaultValue = "8",
            description = "Of a PostgreSQL, a coordinator, a worker. Default: ${DEFAULT-VALUE}.")
    private int databaseCores;

    @Option(
            names = "--core-hour-price",
            defaultValue = "0.05",
            description = "Of one core, in whatever currency. Default: ${DEFAULT-VALUE}.")
    private double price;

    @Option(
            names = "--messages",
            defaultValue = "600000",
            description =
                    "How many are simulated for each row, 1000 to 100,000,000. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        requireSense();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Table table =
                new Table(
                        "layout",
                        "cores",
                        "limit/s",
                        "full first",
                        "load",
                        "rate/s",
                        "accept p50, p99",
                        "delivered p50, p99",
                        "per million");
        for (int which = 0; which < layouts(); which++) {
            for (double load : LOADS) {
                row(table, which, load);
            }
        }
        out.print(table);
        out.flush();
        return 0;
    }

    private void requireSense() {
        require(tenants >= 1 && tenants <= 1_000_000, "--tenants must be 1 to 1,000,000");
        require(
                messages >= 1_000 && messages <= 100_000_000,
                "--messages must be 1000 to 100,000,000");
        require(zipf >= 0 && zipf <= 5, "--zipf must be 0 to 5");
        require(
                burst > 0 && pause >= 0,
                "--burst-seconds must be above 0, --pause-seconds at least 0");
        require(
                nodeCores >= 1 && databaseCores >= 2,
                "--node-cores must be at least 1, --database-cores 2");
        require(
                List.of(accept, deliver, store, record, wal, disk, read).stream()
                        .allMatch(cost -> cost > 0),
                "what a message costs must be above 0");
        require(
                List.of(coordinator, distributed, replay, gather, receiver, reads, price).stream()
                        .allMatch(cost -> cost >= 0),
                "no cost may be below 0");
    }

    private void require(boolean sense, String sentence) {
        if (!sense) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
        }
    }

    private static int layouts() {
        return 7;
    }

    /** Made anew for each row, because stations remember what they did. */
    private Layout layout(int which) {
        Costs costs =
                new Costs(
                        accept,
                        deliver,
                        store,
                        record,
                        coordinator,
                        distributed,
                        replay,
                        wal,
                        read,
                        gather,
                        receiver);
        Machines machines = new Machines(nodeCores, databaseCores, disk * 1e6);
        double[] shares = Arrivals.shares(tenants, zipf);
        return switch (which) {
            case 0 -> Layout.oneMachine(costs, machines, reads);
            case 1 -> Layout.apart(2, 2, false, costs, machines, reads);
            case 2 -> Layout.apart(2, 2, true, costs, machines, reads);
            case 3 -> Layout.cluster(2, shares, 0, costs, machines, reads, seed);
            case 4 -> Layout.cluster(10, shares, 0, costs, machines, reads, seed);
            case 5 -> Layout.cluster(10, shares, 3, costs, machines, reads, seed);
            default -> Layout.cluster(100, shares, 30, costs, machines, reads, seed);
        };
    }

    private void row(Table table, int which, double load) {
        Layout layout = layout(which);
        Layout.Limit limit = layout.limit();
        double rate = limit.rate() * load;
        Arrivals arrivals = new Arrivals(rate, tenants, zipf, burst, pause, seed);
        Simulation.Outcome outcome =
                new Simulation(layout.flows(arrivals, seed)).run(messages / rate).getFirst();
        boolean first = load == LOADS[0];
        table.row(
                first ? layout.name() : "",
                first ? "" + layout.cores() : "",
                first ? number(limit.rate()) : "",
                first ? limit.station().name() : "",
                "%.0f %%".formatted(load * 100),
                number(rate),
                millis(outcome.accepted()),
                millis(outcome.delivered()),
                load == PAID_AT
                        ? "%.4f".formatted(layout.cores() * price / SECONDS_OF_MONEY / rate * 1e6)
                        : "");
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, "%,.0f", rate);
    }

    private static String millis(Latencies latencies) {
        return String.format(
                Locale.ROOT,
                "%,.0f, %,.0f ms",
                latencies.quantile(0.5) * 1e3,
                latencies.quantile(0.99) * 1e3);
    }
}
