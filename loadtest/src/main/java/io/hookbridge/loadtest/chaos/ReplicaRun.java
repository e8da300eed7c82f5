package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Cluster;
import io.hookbridge.loadtest.cluster.Postgres;
import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.report.Table;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Two servers on a PostgreSQL with a replica that they read from while it keeps up. */
final class ReplicaRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONGEST_REPLAY = Duration.ofMinutes(5);

    private static final int SERVERS = 2;

    /** After which a server that was killed, or lost its primary, answers again for certain. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Stage stage;
    private final Cluster cluster;
    private final Store store;
    private final Disturb disturb;
    private final List<Disruption> serverKills = new ArrayList<>();
    private final List<Integer> victims = new ArrayList<>();

    private ReplicaRun(Stage stage, Cluster cluster, Store store) {
        this.stage = stage;
        this.cluster = cluster;
        this.store = store;
        this.disturb = new Disturb(stage);
    }

    /**
     * How it ended.
     *
     * @param refused reads that the primary could have answered, and that were not
     * @param excused reads that were refused while their server or the primary was gone
     * @param alike whether the replica has in the end what the primary has
     */
    record Result(
            Outcome outcome,
            ReplicaReads.Seen reads,
            List<ReplicaReads.Read> refused,
            int excused,
            boolean alike) {

        boolean holds() {
            return outcome.holds()
                    && !reads.ages().isEmpty()
                    && reads.fromPrimary() > 0
                    && reads.compared() > 0
                    && reads.wrong().isEmpty()
                    && refused.isEmpty()
                    && alike;
        }

        String report() {
            Table table = new Table("Reads meanwhile", "");
            row(table, "Of the replica", number(reads.ages().size()));
            row(table, "- as of how long ago, median, s", age(reads.ages().size() / 2));
            row(table, "- longest, s", age(reads.ages().size() - 1));
            row(table, "Of the primary", number(reads.fromPrimary()));
            row(table, "Not answered while the server or the primary was gone", number(excused));
            row(table, "**Not answered otherwise**", number(refused.size()));
            row(table, "Messages that a list had to have and had", number(reads.compared()));
            row(table, "**Wrong moments, missing messages**", number(reads.wrong().size()));
            row(table, "The replica has what the primary has in the end", alike ? "yes" : "**no**");
            StringBuilder text =
                    new StringBuilder(Report.of("Two servers with a replica", outcome))
                            .append('\n')
                            .append(table)
                            .append(holds() ? "" : "\nVIOLATION\n");
            reads.wrong().stream()
                    .limit(10)
                    .forEach(one -> text.append("- ").append(one).append('\n'));
            refused.stream().limit(10).forEach(one -> text.append("- ").append(one).append('\n'));
            return text.toString();
        }

        private String age(int index) {
            return reads.ages().isEmpty()
                    ? "-"
                    : String.format(
                            Locale.ROOT, "%.2f", reads.ages().get(index).toMillis() / 1000.0);
        }

        private static String number(int count) {
            return String.format(Locale.ROOT, "%,d", count);
        }

        private static void row(Table table, String name, String value) {
            table.row(name, value);
        }
    }

    /**
     * @param rate messages a second
     * @param kills all together
     */
    static Result run(Stage stage, int rate, int kills) throws InterruptedException {
        try (Cluster cluster = Cluster.startWithStandby(stage, SERVERS);
                Store store = new Store(cluster.postgres()::connect)) {
            return new ReplicaRun(stage, cluster, store).run(rate, kills);
        }
    }

    private Result run(int rate, int kills) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis())) {
            ReplicaReads reads = new ReplicaReads(cluster.apis(), load.sender());
            load.start(rate);
            reads.start();
            stage.sleep(5_000, 8_000);
            for (Kind kind : plan(kills)) {
                disturb(kind);
                stage.sleep(2_000, 8_000);
            }
            load.stop();
            ReplicaReads.Seen seen = reads.finish();
            disturb.say("everything is sent");
            Settle settle = new Settle(store, cluster.apis(), load.keys());
            settle.run(PATIENCE);
            disturb.say("nothing moves any more");
            boolean alike = isAlike();
            List<ReplicaReads.Read> refused =
                    seen.refused().stream().filter(read -> !isExcused(read)).toList();
            return new Result(
                    Outcome.of(
                            load,
                            store,
                            settle,
                            disturb,
                            cluster.server(0),
                            cluster.lostLeases(),
                            0),
                    seen,
                    refused,
                    seen.refused().size() - refused.size(),
                    alike);
        }
    }

    private List<Kind> plan(int kills) {
        List<Kind> all = List.of(Kind.SERVER_KILL, Kind.REPLICA_KILL, Kind.POSTGRES_KILL);
        List<Kind> plan = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            plan.add(all.get(i % all.size()));
        }
        plan.addAll(Collections.nCopies(Math.max(1, kills / 5), Kind.REPLICA_SILENT));
        Collections.shuffle(plan, stage.random());
        return plan;
    }

    private void disturb(Kind kind) throws InterruptedException {
        switch (kind) {
            case SERVER_KILL -> killServer();
            case POSTGRES_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.postgres().kill();
                                stage.sleep(0, 3_000);
                                cluster.postgres().start();
                                cluster.awaitReady();
                            });
            case REPLICA_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.standby().kill();
                                stage.sleep(0, 6_000);
                                cluster.standby().start();
                            });
            case REPLICA_SILENT ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.standby().stall(true);
                                stage.sleep(500, 12_000);
                                cluster.standby().stall(false);
                            });
            case SERVER_STOP,
                    SERVER_PAUSE,
                    SERVER_STALL,
                    SESSION_KILL,
                    DATABASE_KILL,
                    POSTMASTER_KILL,
                    NETWORK_SILENT,
                    NETWORK_CUT,
                    COMMIT_SILENT,
                    COMMIT_CUT,
                    PARTITION_DROP,
                    DISK_FULL,
                    CLOCK_STEP,
                    LEASES_END,
                    STORAGE_KILL,
                    STORAGE_SILENT,
                    RECEIVER_DOWN,
                    RECEIVER_BREAKS ->
                    throw new IllegalArgumentException(kind.words());
        }
    }

    private void killServer() throws InterruptedException {
        int victim = stage.random().nextInt(SERVERS);
        disturb.with(
                Kind.SERVER_KILL,
                () -> {
                    cluster.server(victim).kill();
                    stage.sleep(0, 3_000);
                    cluster.server(victim).start();
                    cluster.awaitReady();
                });
        serverKills.add(disturb.done().getLast());
        victims.add(victim);
    }

    /** Whether nobody could have answered it there and then. */
    private boolean isExcused(ReplicaReads.Read read) {
        for (int i = 0; i < serverKills.size(); i++) {
            if (victims.get(i) == read.server() && isDuring(read, serverKills.get(i))) {
                return true;
            }
        }
        return disturb.done().stream()
                .anyMatch(one -> one.kind() == Kind.POSTGRES_KILL && isDuring(read, one));
    }

    private static boolean isDuring(ReplicaReads.Read read, Disruption disruption) {
        return read.end() - disruption.begin() >= 0
                && read.begin() - disruption.end() - GRACE.toNanos() <= 0;
    }

    /** Waits until the replica is as far as the primary, and compares all messages. */
    private boolean isAlike() throws InterruptedException {
        String primary = position(cluster.postgres(), "pg_current_wal_lsn()");
        long deadline = System.nanoTime() + LONGEST_REPLAY.toNanos();
        while (position(cluster.standby(), "pg_last_wal_replay_lsn() - '%s'".formatted(primary))
                .startsWith("-")) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure("the replica does not follow the primary");
            }
            Thread.sleep(100);
        }
        try (Store copy = new Store(cluster.standby()::connect)) {
            Set<StoredMessage> there = new HashSet<>(copy.messages());
            return there.equals(new HashSet<>(store.messages()));
        }
    }

    private static String position(Postgres postgres, String what) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (" + what + ")::text")) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new BenchFailure("no position in the log: " + failure.getMessage());
        }
    }
}
