package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Cluster;
import io.hookbridge.loadtest.cluster.Stage;

import java.time.Duration;

/**
 * Two servers on a database that somebody else runs, of which servers are killed one after the
 * other, and our own servers between them.
 */
final class NamedDatabaseRun {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int SERVERS = 2;

    /** Enough for rows on every server of the database where it spreads them. */
    private static final int PROJECTS = 8;

    /** Every so manieth kill is one of our own servers. */
    private static final int OWN = 3;

    private final Stage stage;
    private final Cluster cluster;
    private final NamedDatabase database;
    private final Store store;
    private final Disturb disturb;

    private NamedDatabaseRun(Stage stage, Cluster cluster, NamedDatabase database, Store store) {
        this.stage = stage;
        this.cluster = cluster;
        this.database = database;
        this.store = store;
        this.disturb = new Disturb(stage);
    }

    /**
     * @param rate messages a second
     * @param kills all together
     */
    static Outcome run(Stage stage, NamedDatabase database, int rate, int kills)
            throws InterruptedException {
        try (Cluster cluster = Cluster.startOn(stage, SERVERS, database.settings());
                Store store = new Store(database::connect)) {
            return new NamedDatabaseRun(stage, cluster, database, store).run(rate, kills);
        }
    }

    private Outcome run(int rate, int kills) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis(), PROJECTS)) {
            load.start(rate);
            // On a busy machine it takes seconds until the first delivery, and the check needs one
            // that nothing which is broken later explains.
            stage.sleep(15_000, 18_000);
            int turn = 0;
            for (int i = 0; i < kills; i++) {
                if (i % OWN == OWN - 1 || database.kill().isEmpty()) {
                    killOwn();
                } else {
                    killDatabase(turn++ % database.kill().size());
                }
                stage.sleep(5_000, 10_000);
            }
            load.stop();
            disturb.say("everything is sent");
            Settle settle = new Settle(store, cluster.apis(), load.keys());
            settle.run(PATIENCE);
            disturb.say("nothing moves any more");
            return Outcome.of(
                    load, store, settle, disturb, cluster.server(0), cluster.lostLeases(), 0);
        }
    }

    private void killDatabase(int number) throws InterruptedException {
        disturb.with(
                Kind.DATABASE_KILL,
                () -> {
                    database.kill(number);
                    stage.sleep(0, 3_000);
                    database.start(number);
                    cluster.awaitReady();
                });
    }

    private void killOwn() throws InterruptedException {
        int victim = stage.random().nextInt(SERVERS);
        disturb.with(
                Kind.SERVER_KILL,
                () -> {
                    cluster.server(victim).kill();
                    stage.sleep(0, 3_000);
                    cluster.server(victim).start();
                    cluster.awaitReady();
                });
    }
}
