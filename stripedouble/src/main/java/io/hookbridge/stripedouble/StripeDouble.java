package io.hookbridge.stripedouble;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A stand-in for Stripe on a loopback port, in this process or, through {@link #main}, in its own.
 */
public final class StripeDouble implements AutoCloseable {

    /** Keys that the double takes; any other with {@code FAKE} after the prefix does as well. */
    public static final String TEST_KEY = "sk_test_FAKE00000000test";

    public static final String LIVE_KEY = "sk_live_FAKE00000000live";

    /** As good as never. */
    private static final Duration ENDLESS = Duration.ofMinutes(10);

    /** Far more than the busiest machine needs. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DoubleOptions options;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Violations violations = new Violations();
    private final Faults faults = new Faults();
    private final DoubleAccount test = new DoubleAccount(false, violations);
    private final DoubleAccount live = new DoubleAccount(true, violations);
    private final SeenRequests seen = new SeenRequests();
    private final Map<String, Runnable> interludes = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Duration slowness = ENDLESS;

    private StripeDouble(DoubleOptions options) throws IOException {
        this.options = options;
        // Without it, the JDK's server may hold an answer back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()),
                        256);
        server.setExecutor(threads);
        server.createContext(
                "/", new DoubleHandler(this, violations, faults, new ControlDesk(this)));
    }

    /** A double on a free port. */
    public static StripeDouble start() {
        return start(DoubleOptions.usual());
    }

    public static StripeDouble start(DoubleOptions options) {
        try {
            StripeDouble stripe = new StripeDouble(options);
            stripe.server.start();
            return stripe;
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
    }

    /** Prints the port as a line and serves until the process ends. */
    public static void main(String... args) {
        StripeDouble stripe = start(DoubleOptions.parse(args));
        System.out.println(stripe.server.getAddress().getPort());
    }

    /** What to configure as Stripe's API. */
    public URI apiBase() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public DoubleAccount test() {
        return test;
    }

    public DoubleAccount live() {
        return live;
    }

    /**
     * Makes the next requests fail, after those that were planned before.
     *
     * @param operation method and path, such as {@code GET /v1/account}
     */
    public void fail(String operation, Fault fault, int times) {
        faults.add(operation, fault, times);
    }

    /** Makes every further request of the operation fail. */
    public void fail(String operation, Fault fault) {
        fail(operation, fault, Integer.MAX_VALUE);
    }

    /**
     * Runs {@code interlude} once, just before the next request of the operation is answered: what
     * somebody else does in the worst moment.
     */
    public void before(String operation, Runnable interlude) {
        interludes.put(operation, interlude);
    }

    void interlude(String operation) {
        Runnable interlude = interludes.remove(operation);
        if (interlude != null) {
            interlude.run();
        }
    }

    /** Forgets all planned faults. */
    public void heal() {
        faults.clear();
    }

    /** How long {@link Fault#SLOW} takes; ends early when the double is closed. */
    public void slowFor(Duration slowness) {
        this.slowness = slowness;
    }

    /** Every request so far that passed the header gate, in order of arrival. */
    public List<SeenRequest> seen() {
        return seen.all();
    }

    /** Waits until so many requests arrived. */
    public void awaitSeen(int count) {
        seen.await(count, PATIENCE);
    }

    /**
     * The requests of one operation.
     *
     * @param operation method and path, such as {@code GET /v1/account}
     */
    public List<SeenRequest> seen(String operation) {
        return seen.all().stream().filter(it -> it.operation().equals(operation)).toList();
    }

    /** The most requests of those operations that arrived within any one second. */
    public int mostInASecond(Predicate<String> operations) {
        return seen.mostInASecond(operations);
    }

    void see(SeenRequest request) {
        seen.add(request);
    }

    /** What was sent that Stripe does not document, in order of arrival. */
    public List<String> violations() {
        return violations.all();
    }

    /** Fails the test if anything was sent that Stripe does not document. */
    public void assertNoViolations() {
        if (!violations().isEmpty()) {
            throw new AssertionError("sent to Stripe against its documents: " + violations());
        }
    }

    /** Where portal sessions lead. */
    String portalBase() {
        return options.loopbackUrls() ? apiBase().toString() : "https://billing.stripe.com";
    }

    /** Where checkout sessions lead. */
    String checkoutBase() {
        return options.loopbackUrls() ? apiBase().toString() : "https://checkout.stripe.com";
    }

    void awaitLatency() throws InterruptedException {
        pause(options.latency());
    }

    void awaitSlowness() throws InterruptedException {
        pause(slowness);
    }

    private void pause(Duration pause) throws InterruptedException {
        if (pause.isPositive()) {
            closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
