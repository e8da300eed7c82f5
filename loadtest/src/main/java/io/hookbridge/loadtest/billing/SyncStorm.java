package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.report.Figures;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.ProgressLines;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Ten webhooks of Stripe's for each of many customers, all at once, while other tenants open the
 * portal: how fast they are taken, how long until every one has led to a fetch, how hard Stripe is
 * asked meanwhile, and what the portal calls feel of it.
 */
record SyncStorm(Rig rig, int customers) {

    private static final int WEBHOOKS_EACH = 10;
    private static final double WEBHOOKS_PER_SECOND = 500;
    private static final double PORTAL_CALLS_PER_SECOND = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * @param quiet portal calls before the storm
     * @param stormy portal calls from its begin on
     * @param intake the webhooks
     * @param drained from the first webhook until none waited
     * @param mostInASecond requests to Stripe besides portal sessions, in the busiest second
     */
    record Result(
            int webhooks,
            int customers,
            LoadResult quiet,
            LoadResult stormy,
            LoadResult intake,
            Duration drained,
            long fetches,
            int mostInASecond) {

        Table table() {
            return new Table("Sync storm", "")
                    .row("Webhooks, customers", "%,d, %,d".formatted(webhooks, customers))
                    .row("Webhooks taken per second", "%,.0f".formatted(intake.achieved()))
                    .row("Webhook p50, p99, errors", percentiles(intake))
                    .row("Until none waited", "%.1f s".formatted(drained.toMillis() / 1e3))
                    .row("Customers synced", "%,d times".formatted(fetches))
                    .row(
                            "Requests to Stripe in the busiest second, portal sessions apart",
                            Integer.toString(mostInASecond))
                    .row("Portal calls before: p50, p99, errors", percentiles(quiet))
                    .row("Portal calls in the storm: p50, p99, errors", percentiles(stormy));
        }

        boolean hasErrors() {
            return intake.errorCount() + stormy.errorCount() + quiet.errorCount() > 0;
        }

        private static String percentiles(LoadResult result) {
            return Figures.format(
                    "%.2f ms, %.2f ms, %d",
                    result.millis(50), result.millis(99), result.errorCount());
        }
    }

    /**
     * @param tenants at least {@link #customers}; their customers exist at the double
     */
    Result run(List<Tenant> tenants) throws InterruptedException, SQLException {
        List<Tenant> stormy = tenants.subList(0, customers);
        try (StripeDoubleProcess stripe = StripeDoubleProcess.start(rig, 5, stormy);
                ServerProcess server = rig.start(stripe.settingsWithWebhooks())) {
            PortalCall.firstAnswer(rig, server, stormy.getFirst());
            rig.say(
                    "%nSync storm: portal calls alone, then with %,d webhooks for %,d customers",
                    customers * WEBHOOKS_EACH, customers);
            LoadResult quiet = portalCalls(server, stormy, WARM_UP, QUIET);
            int webhooks = customers * WEBHOOKS_EACH;
            Duration length = Duration.ofMillis((long) (webhooks / WEBHOOKS_PER_SECOND * 1_000));
            long began = System.nanoTime();
            CompletableFuture<LoadResult> portal =
                    CompletableFuture.supplyAsync(() ->
                            portalCalls(server, stormy, Duration.ZERO, length.multipliedBy(3)));
            LoadResult intake =
                    OpenLoop.run(
                            new Load(
                                    server.port(),
                                    n -> webhook(server, stripe, stormy, n),
                                    WEBHOOKS_PER_SECOND,
                                    Duration.ZERO,
                                    length),
                            new ProgressLines(rig.out()));
            Duration drained = awaitDrained(server.database(), began);
            return new Result(
                    webhooks,
                    customers,
                    quiet,
                    portal.join(),
                    intake,
                    drained,
                    ask(server.database(), "SELECT sum(written) FROM customer_sync"),
                    stripe.mostInASecond());
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private LoadResult portalCalls(
            ServerProcess server, List<Tenant> tenants, Duration warmUp, Duration measured) {
        try {
            return OpenLoop.run(
                    new Load(
                            server.port(),
                            PortalCall.inTurn(server.port(), tenants),
                            PORTAL_CALLS_PER_SECOND,
                            warmUp,
                            measured),
                    new Observer() {});
        } catch (IOException | InterruptedException failure) {
            throw new CompletionException(failure);
        }
    }

    /** The events of one customer lie far apart, so that only the inbox can bring them together. */
    private static Request webhook(
            ServerProcess server, StripeDoubleProcess stripe, List<Tenant> tenants, long n) {
        Tenant tenant = tenants.get((int) (n % tenants.size()));
        String body =
                """
                {"id":"evt_BENCH%d","object":"event","type":"customer.subscription.updated","created":%d,\
                "livemode":false,"data":{"object":{"id":"%s","object":"subscription","customer":"%s"}}}\
                """
                        .formatted(
                                n,
                                System.currentTimeMillis() / 1_000,
                                tenant.stripeSubscription(),
                                tenant.stripeCustomer());
        return Request.post(
                server.port(),
                "/v1/billing/stripe/webhook/test",
                stripe.signed(body, System.currentTimeMillis() / 1_000),
                body);
    }

    private Duration awaitDrained(EmbeddedDatabase database, long began)
            throws InterruptedException, SQLException {
        long lastWord = System.nanoTime();
        while (true) {
            long waiting =
                    ask(database, "SELECT count(*) FROM billing_inbox WHERE done_at IS NULL");
            Duration passed = Duration.ofNanos(System.nanoTime() - began);
            if (waiting == 0) {
                return passed;
            }
            if (passed.compareTo(PATIENCE) > 0) {
                throw new BenchFailure(waiting + " webhooks still wait after " + passed);
            }
            if (System.nanoTime() - lastWord > Duration.ofSeconds(4).toNanos()) {
                rig.say("  %3d s  %,d webhooks wait", passed.toSeconds(), waiting);
                lastWord = System.nanoTime();
            }
            Thread.sleep(Duration.ofMillis(250));
        }
    }

    private static long ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return EmbeddedDatabase.number(connection, sql);
        }
    }
}
