package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several servers on one PostgreSQL, between which a network lies that can fail. */
final class ClusterRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Stage stage;
    private final Cluster cluster;
    private final Disturb disturb;

    private ClusterRun(Stage stage, Cluster cluster) {
        this.stage = stage;
        this.cluster = cluster;
        this.disturb = new Disturb(stage);
    }

    /**
     * @param servers two or more
     * @param rate messages a second
     * @param backlog messages that are drained together at the beginning; 0 for none
     * @param rounds how often everything is broken once
     */
    static ClusterOutcome run(Stage stage, int servers, int rate, int backlog, int rounds)
            throws InterruptedException {
        try (Cluster cluster = Cluster.start(stage, servers)) {
            return new ClusterRun(stage, cluster).run(rate, backlog, rounds);
        }
    }

    private ClusterOutcome run(int rate, int backlog, int rounds) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis())) {
            List<Double> shares = backlog == 0 ? List.of() : drain(load, backlog);
            load.sender().start(rate);
            for (int i = 0; i < rounds; i++) {
                for (Kind kind : shuffled()) {
                    stage.sleep(1_000, 3_500);
                    disturb(kind, load.receiver());
                }
            }
            stage.sleep(1_000, 3_500);
            restartInTurn();
            load.sender().stop();
            Settle settle = new Settle(cluster.store(), cluster.apis());
            settle.run(PATIENCE);
            return new ClusterOutcome(
                    Outcome.of(
                            stage,
                            load,
                            cluster.store(),
                            settle,
                            disturb,
                            cluster.server(0),
                            cluster.lostLeases()),
                    shares);
        }
    }

    /** Each server's part of the work when all begin with the same backlog. */
    private List<Double> drain(Load load, int backlog) throws InterruptedException {
        String endpoint = cluster.api(0).newEndpoint(load.receiver().url("backlog"));
        cluster.api(0).pause(endpoint);
        load.sender().sendBatches(backlog, endpoint);
        List<Long> before = cluster.delivered();
        cluster.api(0).resume(endpoint);
        new Settle(cluster.store(), cluster.apis()).run(PATIENCE);
        List<Long> after = cluster.delivered();
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            shares.add((after.get(i) - before.get(i)) / (double) backlog);
            stage.say("%s delivered %.0f %% of the backlog", cluster.server(i).name(), shares.getLast() * 100);
        }
        return shares;
    }

    private List<Kind> shuffled() {
        List<Kind> kinds =
                new ArrayList<>(
                        List.of(
                                Kind.SERVER_PAUSE,
                                Kind.POSTGRES_KILL,
                                Kind.NETWORK_CUT,
                                Kind.NETWORK_SILENT,
                                Kind.RECEIVER_DOWN));
        Collections.shuffle(kinds, stage.random());
        return kinds;
    }

    private void disturb(Kind kind, Receiver receiver) throws InterruptedException {
        int victim = stage.random().nextInt(cluster.size());
        switch (kind) {
            case SERVER_PAUSE -> loseTwo(victim);
            case POSTGRES_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.postgres().kill();
                                stage.sleep(0, 3_000);
                                cluster.postgres().start();
                                cluster.awaitReady();
                            });
            case NETWORK_CUT ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.network(victim).cut();
                                stage.sleep(500, 4_000);
                                cluster.network(victim).mend();
                                cluster.awaitReady();
                            });
            case NETWORK_SILENT ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.network(victim).goSilent();
                                stage.sleep(2_000, 6_000);
                                cluster.network(victim).mend();
                                cluster.awaitReady();
                            });
            case RECEIVER_DOWN ->
                    disturb.with(
                            kind,
                            () -> {
                                receiver.goDown();
                                stage.sleep(500, 3_000);
                                receiver.comeBack();
                            });
            case SERVER_KILL, SERVER_STOP, SESSION_KILL, RECEIVER_BREAKS ->
                    throw new IllegalArgumentException(kind.words());
        }
    }

    /**
     * One server is paused for longer than its lease lasts, and another one is killed meanwhile.
     * What both held must be delivered by those that are left, before they come back.
     */
    private void loseTwo(int paused) throws InterruptedException {
        int killed = (paused + 1) % cluster.size();
        long begin = System.nanoTime();
        cluster.server(paused).signal("STOP");
        disturb.with(Kind.SERVER_KILL, cluster.server(killed)::kill);
        stage.sleep(500, 1_500);
        cluster.api(paused).inService(false);
        cluster.api(killed).inService(false);
        stage.sleep(25_000, 26_000);
        cluster.server(paused).signal("CONT");
        cluster.server(killed).start();
        cluster.awaitReady();
        disturb.note(new Disruption(Kind.SERVER_PAUSE, begin, System.nanoTime()));
        cluster.api(paused).inService(true);
        cluster.api(killed).inService(true);
    }

    /** As for a new release: none of the servers leaves anything undone. */
    private void restartInTurn() throws InterruptedException {
        for (int i = 0; i < cluster.size(); i++) {
            int next = i;
            cluster.api(i).inService(false);
            disturb.with(Kind.SERVER_STOP, () -> cluster.restart(next));
            cluster.api(i).inService(true);
        }
    }
}
