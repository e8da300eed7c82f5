package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.chaos.Disruption.Kind;
import io.hookbridge.loadtest.cluster.Cluster;
import io.hookbridge.loadtest.cluster.Moment;
import io.hookbridge.loadtest.cluster.Network;
import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.cluster.SteppedClock;
import io.hookbridge.loadtest.process.BenchFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Several servers on one PostgreSQL, between which a network lies that can fail. */
final class ClusterRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** So slow that every server has something under way at any moment. */
    private static final Duration SLOW_ANSWER = Duration.ofMillis(300);

    /** A server's lease lasts 20 seconds, and the others look every two. */
    private static final Duration LEASE_IS_OVER = Duration.ofSeconds(23);

    private final Stage stage;
    private final Cluster cluster;
    private final Store store;
    private final int servers;
    private final Disturb disturb;

    /** How many messages nodes had accepted when they were no more. */
    private final Map<UUID, Long> acceptedByFormerNodes = new HashMap<>();

    private ClusterRun(Stage stage, Cluster cluster, Store store, int servers) {
        this.stage = stage;
        this.cluster = cluster;
        this.store = store;
        this.servers = servers;
        this.disturb = new Disturb(stage);
    }

    /**
     * @param servers 2 or 3
     * @param rate messages a second
     * @param backlog messages that are drained together at the beginning, twice
     * @param rounds how often everything is broken once more while all servers run; with any, one
     *     also stands still between COPY and COMMIT, and commits are in doubt
     */
    static ClusterOutcome run(Stage stage, int servers, int rate, int backlog, int rounds)
            throws InterruptedException {
        try (Cluster cluster = Cluster.start(stage, servers);
                Store store = new Store(cluster.postgres()::connect)) {
            return new ClusterRun(stage, cluster, store, servers).run(rate, backlog, rounds);
        }
    }

    private ClusterOutcome run(int rate, int backlog, int rounds) throws InterruptedException {
        try (Load load = Load.prepare(cluster.apis())) {
            load.receiver().answerWithin(SLOW_ANSWER);
            drain(load, "warm-up", backlog);
            List<Double> shares = drain(load, "backlog", backlog);
            disturb.say("the backlog is drained, sending");
            load.start(rate);
            stage.sleep(1_000, 2_000);
            if (servers > 2) {
                loseTwo(load.receiver());
            } else {
                loseOneByOne(load.receiver());
            }
            for (int i = 0; i < rounds; i++) {
                breakEverything(load.receiver());
            }
            if (rounds > 0) {
                standStill();
                leaveInDoubt(Kind.COMMIT_CUT);
                leaveInDoubt(Kind.COMMIT_SILENT);
                endLeases();
            }
            stage.sleep(1_000, 2_000);
            restart(stage.random().nextInt(servers));
            stage.sleep(500, 1_000);
            load.stop();
            disturb.say("everything is sent");
            // Nothing is restarted: that would free what a server has forgotten.
            Settle settle = new Settle(store, cluster.apis(), load.keys());
            settle.run(PATIENCE);
            disturb.say("nothing moves any more");
            Server any = cluster.server(0);
            return new ClusterOutcome(
                    Outcome.of(
                            load, store, settle, disturb, any, cluster.lostLeases(), lateWrites()),
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
        new Settle(store, cluster.apis(), load.keys()).run(PATIENCE);
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
        int paused = stage.random().nextInt(servers);
        int killed = (paused + 1) % servers;
        long begin = System.nanoTime();
        pause(paused);
        stage.sleep(1_500, 2_500);
        disturb.with(Kind.SERVER_KILL, cluster.server(killed)::kill);
        long kill = System.nanoTime();
        stage.sleep(300, 600);
        cluster.api(killed).inService(false);
        breakEverything(receiver);
        awaitTakeover(kill);
        cluster.server(killed).start();
        cluster.api(killed).inService(true);
        goOn(paused, Kind.SERVER_PAUSE, begin);
    }

    /** One of two servers is paused for longer than its lease lasts, then the other is killed. */
    private void loseOneByOne(Receiver receiver) throws InterruptedException {
        int paused = stage.random().nextInt(servers);
        int killed = (paused + 1) % servers;
        long begin = System.nanoTime();
        pause(paused);
        breakEverything(receiver);
        awaitTakeover(begin);
        goOn(paused, Kind.SERVER_PAUSE, begin);
        stage.sleep(1_000, 2_000);
        long kill = System.nanoTime();
        disturb.with(Kind.SERVER_KILL, cluster.server(killed)::kill);
        stage.sleep(300, 600);
        cluster.api(killed).inService(false);
        awaitTakeover(kill);
        cluster.server(killed).start();
        cluster.api(killed).inService(true);
        cluster.awaitReady();
    }

    /**
     * One server stands still while PostgreSQL has all rows of a batch of accepted messages and
     * waits for the commit; it goes on when others have taken over from it.
     */
    private void standStill() throws InterruptedException {
        int paused = stage.random().nextInt(servers);
        long begin;
        try (Network.KeptAnswer copied = cluster.network(paused).keepAnswer(Moment.COPIED)) {
            copied.await();
            begin = System.nanoTime();
            pause(paused);
        }
        awaitTakeover(begin);
        goOn(paused, Kind.SERVER_STALL, begin);
    }

    private void pause(int number) throws InterruptedException {
        cluster.server(number).signal("STOP");
        // Long enough that nobody takes what was under way then for what comes next.
        Thread.sleep(Disruption.IN_FLIGHT.minusSeconds(1));
        cluster.api(number).inService(false);
    }

    private void goOn(int paused, Kind kind, long begin) throws InterruptedException {
        acceptedByFormerNodes.putAll(store.acceptedByFormerNodes());
        cluster.server(paused).signal("CONT");
        cluster.api(paused).inService(true);
        cluster.awaitReady();
        disturb.note(new Disruption(kind, begin, System.nanoTime()));
    }

    /** What nodes stored after they were no more. */
    private long lateWrites() {
        Map<UUID, Long> now = store.acceptedByFormerNodes();
        return acceptedByFormerNodes.entrySet().stream()
                .mapToLong(before ->
                        Math.max(0, now.getOrDefault(before.getKey(), 0L) - before.getValue()))
                .sum();
    }

    /** Those that are paused or killed come back only when others have what they held. */
    private void awaitTakeover(long lost) throws InterruptedException {
        Stage.sleepUntil(lost + LEASE_IS_OVER.toNanos());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (store.deadNodes() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new BenchFailure("nobody takes over what a server held that is gone");
            }
            Thread.sleep(100);
        }
    }

    /**
     * The network breaks when PostgreSQL has committed a batch of accepted messages, before the
     * server can hear of it. Nothing else is broken until they must have been delivered.
     */
    private void leaveInDoubt(Kind kind) throws InterruptedException {
        Network network = cluster.network(cluster.anyInService(stage.random()));
        try (Network.KeptAnswer committed = network.keepAnswer(Moment.COMMITS)) {
            committed.await();
            long begin = System.nanoTime();
            if (kind == Kind.COMMIT_CUT) {
                network.cut();
            } else {
                network.goSilent();
            }
            committed.close();
            stage.sleep(
                    kind == Kind.COMMIT_CUT ? 300 : 8_000,
                    kind == Kind.COMMIT_CUT ? 3_000 : 12_000);
            network.mend();
            cluster.awaitReady();
            disturb.note(new Disruption(kind, begin, System.nanoTime()));
            Stage.sleepUntil(begin + Doubt.LONGEST.toNanos());
        }
    }

    /** All leases are over at once. The clock stays as it is: one that goes back is another's. */
    private void endLeases() throws InterruptedException {
        SteppedClock clock = cluster.postgres().clock().orElse(null);
        if (clock != null) {
            disturb.with(
                    Kind.LEASES_END,
                    () -> {
                        clock.set(Duration.ofHours(1));
                        // It is looked at once a second, and servers renew their leases every few.
                        Thread.sleep(Disruption.IN_FLIGHT);
                        cluster.awaitReady();
                    });
        }
    }

    private void breakEverything(Receiver receiver) throws InterruptedException {
        List<Kind> kinds =
                new ArrayList<>(
                        List.of(
                                Kind.POSTGRES_KILL,
                                Kind.NETWORK_CUT,
                                Kind.NETWORK_SILENT,
                                Kind.PARTITION_DROP,
                                Kind.RECEIVER_DOWN));
        if (cluster.server(0).clock().isPresent()) {
            kinds.add(Kind.CLOCK_STEP);
        }
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
            case CLOCK_STEP ->
                    disturb.with(
                            kind, () -> stage.misset(cluster.server(victim).clock().orElseThrow()));
            case PARTITION_DROP -> disturb.with(kind, store::makeAndDropOldDay);
            case RECEIVER_DOWN ->
                    disturb.with(
                            kind,
                            () -> {
                                receiver.goDown();
                                stage.sleep(300, 2_000);
                                receiver.comeBack();
                            });
            case SERVER_KILL,
                    DATABASE_KILL,
                    SERVER_PAUSE,
                    SERVER_STALL,
                    LEASES_END,
                    DISK_FULL,
                    COMMIT_SILENT,
                    COMMIT_CUT,
                    SERVER_STOP,
                    SESSION_KILL,
                    POSTMASTER_KILL,
                    STORAGE_KILL,
                    STORAGE_SILENT,
                    REPLICA_KILL,
                    REPLICA_SILENT,
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
}
