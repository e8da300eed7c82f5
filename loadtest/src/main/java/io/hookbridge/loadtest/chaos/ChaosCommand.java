package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.SteppedClock;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** Breaks everything again and again, and shows that no message is lost. */
@Command(
        name = "chaos",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Kills servers and PostgreSQL at random moments, cuts the network between them and takes the receiver away,"
                    + " while numbered messages are sent. Then compares what was accepted with what arrived and with what"
                    + " the database says.",
            "",
            "one: one server with the embedded PostgreSQL. With --small-disk its disk is also full now and then, with --cold"
                    + " its payloads move meanwhile.",
            "two, three: as many servers on a PostgreSQL that is started for this, each with a network of its own to it."
                    + " One also stands still beyond its lease, between COPY and COMMIT as well, and the network breaks"
                    + " right after a COMMIT.",
            "Where libfaketime is installed, clocks of servers are stepped by an hour, and at last that of the PostgreSQL of"
                    + " several servers, which ends all leases.",
            "",
            "Everything runs on 127.0.0.1 in a new, temporary folder and is ended again. Takes about twenty minutes, with"
                    + " --quick five. Ends with 1 if a message was lost, delivered twice without a reason, or the"
                    + " check missed a fault that was put in on purpose.%n"
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int MOST_RATE = 2_000;
    private static final int MOST_KILLS = 1_000;
    private static final int SEEDS = 1_000_000;

    /** The experiments. */
    enum Experiment {
        ONE,
        TWO,
        THREE
    }

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Decides what is broken when, as far as processes let themselves be timed. Default: another each time.")
    private @Nullable Long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "Messages per second, 1 to 2000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description =
                    "How often the one server is killed, 1 to 1000; a fifth of it is how often everything is broken around"
                            + " the two and the three. Default: 25, with --quick 5.")
    private @Nullable Integer kills;

    @Option(names = "--quick", description = "A short run for a first impression.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "EXPERIMENT",
            description = "Only one of ${COMPLETION-CANDIDATES}.")
    private Set<Experiment> only = EnumSet.allOf(Experiment.class);

    @Option(
            names = "--small-disk",
            paramLabel = "FOLDER",
            description =
                    "A folder on a file system of 3 to 8 GB, such as one of tmpfs: the one server has its data there, and it is"
                            + " filled again and again. Default: no disk is filled.")
    private @Nullable Path smallDisk;

    @Option(
            names = "--cold",
            description =
                    "Payloads of the one server move into S3-compatible storage as soon as they may, which is started for this"
                            + " and is away now and then. At the end all come back and are compared with what was sent.")
    private boolean cold;

    @Option(
            names = "--replica",
            description =
                    "Instead of all that, two servers on a PostgreSQL with a replica by streaming replication, which lists and"
                            + " figures are read from all the time; servers, primary and replica are killed, --kills times together.")
    private boolean replica;

    @Option(
            names = "--server-setting",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of all servers, such as those of docs/cold-payloads.md and docs/citus.md; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "Instead of all that, two servers on this database, which is empty and which somebody else runs:"
                            + " jdbc:postgresql://HOST:PORT/NAME?user=…&password=…; of --kills, every third is one of our own servers.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--distributed",
            description =
                    "With --database-url: it leads to the coordinator of Citus, and the tables are spread over the workers.")
    private boolean distributed;

    @Option(
            names = "--kill-command",
            paramLabel = "COMMAND",
            description =
                    "With --database-url, for each of its servers: what the shell does to kill it. They take turns.")
    private List<String> killCommands = List.of();

    @Option(
            names = "--start-command",
            paramLabel = "COMMAND",
            description =
                    "For each --kill-command, in the same order: what starts that server again.")
    private List<String> startCommands = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the tables are written. Default: bench-chaos.md in the build folder.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int times = kills != null ? kills : quick ? 5 : 25;
        require("--rate", rate, MOST_RATE);
        require("--kills", times, MOST_KILLS);
        if (!SteppedClock.isPossible()) {
            System.out.println(
                    "Clocks are not stepped: there is no " + SteppedClock.PACKAGE + " here.");
        }
        Installation installation = Installation.ofThis();
        List<String> jar = installation.jarCommand();
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextInt(SEEDS);
        StringBuilder page = new StringBuilder("# Chaos, seed " + chosen + "\n");
        boolean holds = true;
        if (killCommands.size() != startCommands.size()) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "each --kill-command needs its --start-command");
        }
        if (databaseUrl != null) {
            only = EnumSet.noneOf(Experiment.class);
            Workspace workspace = Workspace.in(installation.benchTarget());
            System.out.printf("%nSeed %d, data and logs in %s%n%n", chosen, workspace.root());
            Chaos.Finding finding =
                    new Chaos(jar, workspace.root(), chosen, System.out)
                            .named(
                                    new NamedDatabase(
                                            databaseUrl,
                                            distributed,
                                            settings,
                                            killCommands,
                                            startCommands),
                                    rate,
                                    times);
            System.out.printf("%n%s", finding.report());
            page.append('\n').append(finding.report());
            holds = finding.holds();
            if (holds) {
                workspace.delete();
            }
        }
        if (replica) {
            only = EnumSet.noneOf(Experiment.class);
            Workspace workspace = Workspace.in(installation.benchTarget());
            System.out.printf("%nSeed %d, data and logs in %s%n%n", chosen, workspace.root());
            // Moments are compared with those that PostgreSQL tells.
            Chaos.Finding finding =
                    new Chaos(jar, settings, workspace.root(), chosen, false, System.out)
                            .withReplica(rate, times);
            System.out.printf("%n%s", finding.report());
            page.append('\n').append(finding.report());
            holds = finding.holds();
            if (holds) {
                workspace.delete();
            }
        }
        for (Experiment experiment : only) {
            Path place =
                    smallDisk != null && experiment == Experiment.ONE
                            ? smallDisk
                            : installation.benchTarget();
            Workspace workspace = Workspace.in(place);
            System.out.printf("%nSeed %d, data and logs in %s%n%n", chosen, workspace.root());
            Chaos chaos = new Chaos(jar, settings, workspace.root(), chosen, true, System.out);
            Chaos.Finding finding =
                    switch (experiment) {
                        case ONE ->
                                cold
                                        ? chaos.oneServerWithColdPayloads(rate, times)
                                        : chaos.oneServer(rate, times);
                        case TWO -> chaos.twoServers(rate, 40 * rate, times / 5);
                        case THREE -> chaos.threeServers(rate, 40 * rate, times / 5);
                    };
            System.out.printf("%n%s", finding.report());
            page.append('\n').append(finding.report());
            holds &= finding.holds();
            if (finding.holds()) {
                workspace.delete();
            }
        }
        Path written = out != null ? out : installation.benchTarget().resolve("bench-chaos.md");
        Files.writeString(written, page);
        System.out.println("\nWritten to " + written);
        return holds ? 0 : 1;
    }

    private void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be 1 to " + most);
        }
    }
}
