package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.dns.NameServer;
import io.hookbridge.loadtest.dns.ResolverFiles;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.receive.Behaviour;
import io.hookbridge.loadtest.receive.Certificate;
import io.hookbridge.loadtest.rig.SendRequests;
import io.hookbridge.loadtest.rig.Sender;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A tenant at a moderate rate whose endpoints have names of their own, each of which is looked up
 * for every message; then the same beside another tenant that sends to three hundred names whose
 * name server is silent.
 */
record Names(Sites sites, Lengths lengths) {

    /** Of the measured tenant. */
    private static final int ENDPOINTS = 60;

    /** Of the other tenant; more than a server has threads for. */
    private static final int SILENT = 300;

    private static final double SILENT_PER_SECOND = 100;

    private static final String ANSWERED_ZONE = Certificate.ZONE;
    private static final String SILENT_ZONE = "silent.example";

    /** One of loopback that no resolver of the system listens on. */
    private static final InetAddress NAME_SERVER = InetAddress.ofLiteral("127.53.53.53");

    /** A Java runtime remembers for 30 s what it has found, whatever a name server says. */
    private static final Duration REMEMBERED = Duration.ofSeconds(31);

    /**
     * @param alone the tenant by itself
     * @param beside the same tenant while the other one sends, too
     * @param silent what came of the other one
     */
    record Result(Stretch alone, Stretch beside, Silent silent) {}

    /**
     * @param failed attempts of the tenant, those of the time before what counts included
     */
    record Stretch(Delivered delivered, long failed) {

        /** How many messages took a second or longer, those that never arrived not included. */
        long late() {
            return delivered
                    .latencies()
                    .fromAccepted()
                    .getCountBetweenValues(1_000_000, Long.MAX_VALUE);
        }
    }

    /**
     * @param accepted messages
     * @param failed attempts
     * @param postponed attempts that the server put off without counting them, of both tenants
     * @param unanswered questions to the name server
     */
    record Silent(long accepted, long failed, long postponed, long unanswered) {}

    Result run() throws InterruptedException, SQLException {
        sites.rig()
                .say(
                        "%nNames: %d names at %,d/s beside %d names that nobody answers for, at %,.0f/s",
                        ENDPOINTS, lengths.rate(), SILENT, SILENT_PER_SECOND);
        try (NameServer names = NameServer.start(NAME_SERVER);
                Site site =
                        sites.open(workspace -> ResolverFiles.launcher(workspace, NAME_SERVER))) {
            Sender other = site.addSender(SILENT);
            other.nameHosts(n -> "s%d.%s".formatted(n, SILENT_ZONE));
            SendRequests toSilent = other.requests(SILENT);
            long asked = System.nanoTime();
            site.sender().nameHosts(n -> "m%d.%s".formatted(n, ANSWERED_ZONE));
            for (int i = 0; i < ENDPOINTS; i++) {
                // A connection that was kept would need no name.
                site.receiver().behave(i, new Behaviour.Last());
            }
            sites.warm(site, ENDPOINTS, lengths.warmUp());
            Stretch alone = stretch(site, "alone");
            names.fallSilent(SILENT_ZONE);
            awaitForgotten(asked);
            Load load = attack(site, toSilent);
            FutureTask<LoadResult> attack =
                    new FutureTask<>(() -> OpenLoop.run(load, new Observer() {}));
            Thread thread = Thread.ofPlatform().name("silent-names").daemon().start(attack);
            Stretch beside = stretch(site, "beside silent names");
            thread.join();
            return new Result(alone, beside, silent(site, other, sent(attack), names));
        }
    }

    private void awaitForgotten(long asked) throws InterruptedException {
        Duration left = REMEMBERED.minusNanos(System.nanoTime() - asked);
        if (left.isPositive()) {
            sites.rig().say("waiting %d s until the silent names are forgotten", left.toSeconds());
            Thread.sleep(left);
        }
    }

    private Stretch stretch(Site site, String name) throws InterruptedException, SQLException {
        try (Connection connection = site.server().database().connect()) {
            long before = site.sender().tenant().failedAttempts(connection);
            Delivered delivered =
                    SendLoad.atRate(
                            site,
                            name,
                            ENDPOINTS,
                            lengths.rate(),
                            lengths.settle(),
                            lengths.measured());
            return new Stretch(
                    delivered, site.sender().tenant().failedAttempts(connection) - before);
        }
    }

    /** For as long as the measured tenant sends. */
    private Load attack(Site site, SendRequests requests) {
        Load load =
                new Load(
                        site.server().port(),
                        requests.single(site.nextNumber()),
                        SILENT_PER_SECOND,
                        Duration.ZERO,
                        lengths.settle().plus(lengths.measured()));
        site.skipNumbers(Math.toIntExact(load.count()));
        return load;
    }

    private static LoadResult sent(FutureTask<LoadResult> attack) throws InterruptedException {
        try {
            return attack.get();
        } catch (ExecutionException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getCause());
        }
    }

    private Silent silent(Site site, Sender other, LoadResult sent, NameServer names)
            throws InterruptedException, SQLException {
        if (sent.errorCount() > 0) {
            throw new BenchFailure("the other tenant's messages were refused: " + sent.errors());
        }
        try (Connection connection = site.server().database().connect()) {
            return new Silent(
                    sent.answered(),
                    other.tenant().failedAttempts(connection),
                    (long)
                            site.server()
                                    .counter(
                                            sites.rig().probe(),
                                            "hookbridge_delivery_postponed_total"),
                    names.unanswered());
        }
    }
}
