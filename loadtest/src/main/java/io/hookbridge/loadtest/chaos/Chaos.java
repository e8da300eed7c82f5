package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.process.BoundedClient;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Workspace;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The experiments, each on servers of its own that have ended when it returns.
 *
 * @param java the command of the server's jar, to which arguments are added
 * @param settings of all servers, besides those that a run gives them
 * @param folder where data and logs go; may have a data folder in which {@code migrate} was run
 * @param seed decides what is broken when
 * @param steppedClocks whether clocks of servers are stepped as well, where that is possible
 * @param out where progress is told
 */
public record Chaos(
        List<String> java,
        Map<String, String> settings,
        Path folder,
        long seed,
        boolean steppedClocks,
        PrintStream out) {

    /** The same with servers that all see the clock of the machine. */
    public Chaos(List<String> java, Path folder, long seed, PrintStream out) {
        this(java, Map.of(), folder, seed, false, out);
    }

    /**
     * How an experiment ended.
     *
     * @param kept whether the promise was kept, and the check was seen to notice what it should
     * @param sharedEvenly whether several servers did about as much work each, which also depends
     *     on what else the machine does; true of one server
     * @param report all figures, for people
     */
    public record Finding(boolean kept, boolean sharedEvenly, String report) {

        /** Whether everything is as it should be on a machine that does nothing else. */
        public boolean holds() {
            return kept && sharedEvenly;
        }
    }

    /**
     * One server with the PostgreSQL in its box: what a person gets who starts the jar.
     *
     * @param rate messages a second
     * @param kills of the server; everything else happens about a quarter as often
     */
    public Finding oneServer(int rate, int kills) throws InterruptedException {
        return oneServer(rate, kills, false);
    }

    /**
     * The same with payloads that move into a cold storage, which is away now and then, and come
     * back at the end. The parameters are those of {@link #oneServer}.
     */
    public Finding oneServerWithColdPayloads(int rate, int kills) throws InterruptedException {
        return oneServer(rate, kills, true);
    }

    private Finding oneServer(int rate, int kills, boolean cold) throws InterruptedException {
        return run(stage -> {
            SingleServerRun.Result result = new SingleServerRun(stage, cold).run(rate, kills);
            return new Finding(result.holds(), true, result.report());
        });
    }

    /**
     * Two servers on one PostgreSQL, of which one at a time is lost. The parameters are those of
     * {@link #threeServers}.
     */
    public Finding twoServers(int rate, int backlog, int rounds) throws InterruptedException {
        return servers("Two servers", 2, rate, backlog, rounds);
    }

    /**
     * Three servers on one PostgreSQL.
     *
     * @param rate messages a second
     * @param backlog messages that are drained together first, twice
     * @param rounds how often everything is broken once more, one after the other; with any, a
     *     server also stands still between COPY and COMMIT, and commits are in doubt
     */
    public Finding threeServers(int rate, int backlog, int rounds) throws InterruptedException {
        return servers("Three servers", 3, rate, backlog, rounds);
    }

    /**
     * Two servers on one PostgreSQL with a replica that they read from; servers, the primary and
     * the replica are killed by turns.
     *
     * @param rate messages a second
     * @param kills all together
     */
    public Finding withReplica(int rate, int kills) throws InterruptedException {
        return run(stage -> {
            ReplicaRun.Result result = ReplicaRun.run(stage, rate, kills);
            return new Finding(result.holds(), true, result.report());
        });
    }

    /**
     * Two servers on one PostgreSQL are replaced by those of another version, one after the other,
     * when that has migrated the database under them.
     *
     * @param next the command of the other version's jar, to which arguments are added
     * @param rate messages a second
     */
    public Finding upgrade(List<String> next, int rate) throws InterruptedException {
        return run(stage -> {
            UpgradeRun.Result result = UpgradeRun.run(stage, stage.with(next), rate);
            return new Finding(result.holds(), true, result.report());
        });
    }

    /**
     * Two servers on a database that somebody else runs.
     *
     * @param rate messages a second
     * @param kills of servers, of the database's and ours together
     */
    Finding named(NamedDatabase database, int rate, int kills) throws InterruptedException {
        return run(stage -> {
            Outcome outcome = NamedDatabaseRun.run(stage, database, rate, kills);
            return new Finding(outcome.holds(), true, Report.of("A named database", outcome));
        });
    }

    private Finding servers(String title, int servers, int rate, int backlog, int rounds)
            throws InterruptedException {
        return run(stage -> {
            ClusterOutcome outcome = ClusterRun.run(stage, servers, rate, backlog, rounds);
            return new Finding(
                    outcome.outcome().holds(), outcome.sharedEvenly(), outcome.report(title));
        });
    }

    @FunctionalInterface
    private interface Experiment {
        Finding on(Stage stage) throws InterruptedException;
    }

    private Finding run(Experiment experiment) throws InterruptedException {
        try (Children children = new Children(() -> {});
                BoundedClient client = new BoundedClient()) {
            return experiment.on(
                    new Stage(
                            java,
                            settings,
                            children,
                            Workspace.at(folder),
                            new Probe(),
                            client,
                            new Random(seed),
                            steppedClocks,
                            out));
        }
    }
}
