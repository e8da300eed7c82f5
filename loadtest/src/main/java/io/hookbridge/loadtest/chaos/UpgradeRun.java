package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Cluster;
import io.hookbridge.loadtest.cluster.Stage;

import java.time.Duration;
import java.util.Locale;

/** Servers of two versions on one PostgreSQL: the one takes the place of the other. */
final class UpgradeRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** So slow that every server has something under way at any moment. */
    private static final Duration SLOW_ANSWER = Duration.ofMillis(300);

    private static final int OLD = 1;
    private static final int NEW = 0;

    private final Stage next;
    private final Cluster cluster;
    private final Store store;
    private final Disturb disturb;

    private UpgradeRun(Stage next, Cluster cluster, Store store) {
        this.next = next;
        this.cluster = cluster;
        this.store = store;
        this.disturb = new Disturb(next);
    }

    /**
     * How the run ended.
     *
     * @param byOld messages that the server of the version before delivered while both ran
     * @param byNew those that the server of the next version delivered meanwhile
     */
    record Result(Outcome outcome, long byOld, long byNew) {

        boolean holds() {
            return outcome.holds() && byOld > 0 && byNew > 0;
        }

        String report() {
            return Report.of("Two versions", outcome)
                    + String.format(
                            Locale.ROOT,
                            "While both versions ran, the old one delivered %d and the new one %d messages.%n",
                            byOld,
                            byNew);
        }
    }

    static Result run(Stage previous, Stage next, int rate) throws InterruptedException {
        try (Cluster cluster = Cluster.start(previous, 2);
                Store store = new Store(cluster.postgres()::connect)) {
            return new UpgradeRun(next, cluster, store).run(rate);
        }
    }

    private Result run(int rate) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis())) {
            load.receiver().answerWithin(SLOW_ANSWER);
            load.start(rate);
            next.sleep(3_000, 5_000);
            cluster.migrate(next);
            disturb.say("the database is migrated, both servers go on");
            next.sleep(2_000, 4_000);

            replace(NEW);
            disturb.say("one server is of the next version");
            long oldBefore = cluster.server(OLD).delivered();
            next.sleep(6_000, 8_000);
            long byOld = cluster.server(OLD).delivered() - oldBefore;
            long byNew = cluster.server(NEW).delivered();

            replace(OLD);
            disturb.say("both are");
            next.sleep(2_000, 4_000);
            load.stop();
            Settle settle = new Settle(store, cluster.apis(), load.keys());
            settle.run(PATIENCE);
            return new Result(
                    // Nobody was taken over from, so nobody could write after that.
                    Outcome.of(
                            load,
                            store,
                            settle,
                            disturb,
                            cluster.server(NEW),
                            cluster.lostLeases(),
                            0),
                    byOld,
                    byNew);
        }
    }

    private void replace(int number) throws InterruptedException {
        cluster.api(number).inService(false);
        disturb.with(Disruption.Kind.SERVER_STOP, () -> cluster.replace(number, next));
        cluster.api(number).inService(true);
    }
}
