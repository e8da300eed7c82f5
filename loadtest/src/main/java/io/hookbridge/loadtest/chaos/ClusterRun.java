package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.process.BenchFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several servers on one PostgreSQL, between which a network lies that can fail. */
final class ClusterRun {

    private static final int SERVERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(8);

    /** So slow that every server has something under way at any moment. */
    private static final Duration SLOW_ANSWER = Duration.ofMillis(300);

    /** A server's lease lasts 20 seconds, and the others look every two. */
    private static final Duration LEASE_IS_OVER = Duration.ofSeconds(23);

    private final Stage stage;
    private final Cluster cluster;
    private final Disturb disturb;

    private ClusterRun(Stage stage, Cluster cluster) {
        this.stage = stage;
        this.cluster = cluster;
        this.disturb = new Disturb(stage);
    }

    /**
     * @param rate messages a second
     * @param backlog messages that are drained together at the beginning, twice
     * @param rounds how often everything is broken once more while all servers run
     */
    static ClusterOutcome run(Stage stage, int rate, int backlog, int rounds)
            throws InterruptedException {
        try (Cluster cluster = Cluster.start(stage, SERVERS)) {
            return new ClusterRun(stage, cluster).run(rate, backlog, rounds);
        }
    }

    private ClusterOutcome run(int rate, int backlog, int rounds) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis())) {
            load.receiver().answerWithin(SLOW_ANSWER);
            drain(load, "warm-up", backlog);
            List<Double> shares = drain(load, "backlog", backlog);
            disturb.say("the backlog is drained, sending");
            load.sender().start(rate);
            stage.sleep(1_000, 2_000);
            loseTwo(load.receiver());
            for (int i = 0; i < rounds; i++) {
                breakEverything(load.receiver());
            }
            stage.sleep(1_000, 2_000);
            restart(stage.random().nextInt(SERVERS));
            stage.sleep(500, 1_000);
            load.sender().stop();
            disturb.say("everything is sent");
            Settle settle = settle(rounds == 0);
            disturb.say("nothing moves any more");
            Server any = cluster.server(0);
            return new ClusterOutcome(
                    Outcome.of(load, cluster.store(), settle, disturb, any, cluster.lostLeases()),
                    shares);
        }
    }

    /**
     * Each server's part of the work when all begin with the same backlog. The first time says
     * little of how they share it: the servers still compile what they run, on processors that they
     * share here, and who is ahead with that delivers many times what the others do.
     */
    private List<Double> drain(Load load, String name, int backlog) throws InterruptedException {
        String endpoint = cluster.api(0).newEndpoint(load.receiver().url(name));
        cluster.api(0).pause(endpoint);
        load.sender().sendBatches(backlog, endpoint);
        List<Long> before = cluster.delivered();
        cluster.api(0).resume(endpoint);
        new Settle(cluster.store(), cluster.apis()).run(PATIENCE);
        List<Long> after = cluster.delivered();
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            shares.add((after.get(i) - before.get(i)) / (double) backlog);
        }
        return shares;
    }

    /**
     * One server is paused for longer than its lease lasts, a while later another one is killed,
     * and things go on to break around the last one. What the two held must be delivered by it.
     */
    private void loseTwo(Receiver receiver) throws InterruptedException {
        int paused = stage.random().nextInt(SERVERS);
        int killed = (paused + 1) % SERVERS;
        long begin = System.nanoTime();
        cluster.server(paused).signal("STOP");
        // Long enough that nobody takes what was under way then for what the kill interrupted.
        Thread.sleep(Disruption.IN_FLIGHT.minusSeconds(1));
        cluster.api(paused).inService(false);
        stage.sleep(1_500, 2_500);
        disturb.with(Kind.SERVER_KILL, cluster.server(killed)::kill);
        long kill = System.nanoTime();
        stage.sleep(300, 600);
        cluster.api(killed).inService(false);
        breakEverything(receiver);
        awaitTakeover(kill);
        cluster.server(paused).signal("CONT");
        cluster.server(killed).start();
        cluster.api(paused).inService(true);
        cluster.api(killed).inService(true);
        cluster.awaitReady();
        disturb.note(new Disruption(Kind.SERVER_PAUSE, begin, System.nanoTime()));
    }

    /** The two come back only when others have what they held. */
    private void awaitTakeover(long kill) throws InterruptedException {
        long left = LEASE_IS_OVER.toNanos() - (System.nanoTime() - kill);
        Thread.sleep(Math.max(0, Duration.ofNanos(left).toMillis()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.store().orphans() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure("nobody takes over what a killed server held");
            }
            Thread.sleep(100);
        }
    }

    private void breakEverything(Receiver receiver) throws InterruptedException {
        List<Kind> kinds =
                new ArrayList<>(
                        List.of(
                                Kind.POSTGRES_KILL,
                                Kind.NETWORK_CUT,
                                Kind.NETWORK_SILENT,
                                Kind.RECEIVER_DOWN));
        Collections.shuffle(kinds, stage.random());
        for (Kind kind : kinds) {
            stage.sleep(1_000, 2_000);
            breakOne(kind, receiver);
        }
    }

    private void breakOne(Kind kind, Receiver receiver) throws InterruptedException {
        int victim = cluster.anyInService(stage.random());
        switch (kind) {
            case POSTGRES_KILL ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.postgres().kill();
                                stage.sleep(0, 2_000);
                                cluster.postgres().start();
                                cluster.awaitReady();
                            });
            case NETWORK_CUT ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.network(victim).cut();
                                stage.sleep(300, 3_000);
                                cluster.network(victim).mend();
                                cluster.awaitReady();
                            });
            case NETWORK_SILENT ->
                    disturb.with(
                            kind,
                            () -> {
                                cluster.network(victim).goSilent();
                                stage.sleep(1_000, 4_000);
                                cluster.network(victim).mend();
                                cluster.awaitReady();
                            });
            case RECEIVER_DOWN ->
                    disturb.with(
                            kind,
                            () -> {
                                receiver.goDown();
                                stage.sleep(300, 2_000);
                                receiver.comeBack();
                            });
            case SERVER_KILL,
                    SERVER_PAUSE,
                    SERVER_STOP,
                    SESSION_KILL,
                    POSTMASTER_KILL,
                    RECEIVER_BREAKS ->
                    throw new IllegalArgumentException(kind.words());
        }
    }

    /** As for a new release: a server that is stopped in order leaves nothing undone. */
    private void restart(int number) throws InterruptedException {
        cluster.api(number).inService(false);
        disturb.with(Kind.SERVER_STOP, () -> cluster.restart(number));
        cluster.api(number).inService(true);
    }

    /**
     * A server looks every minute for what it holds without knowing it, because the network broke
     * during a commit.
     *
     * @param hurry to restart all servers rather than to wait for that
     */
    private Settle settle(boolean hurry) throws InterruptedException {
        Settle settle = new Settle(cluster.store(), cluster.apis());
        settle.run(hurry ? SHORT_PATIENCE : PATIENCE);
        if (hurry && cluster.store().pending() > 0) {
            for (int i = 0; i < SERVERS; i++) {
                restart(i);
            }
            settle.run(PATIENCE);
        }
        return settle;
    }
}
