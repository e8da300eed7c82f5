package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.Database;
import io.hookbridge.db.Notifications;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.NewMessage;
import io.hookbridge.net.TargetClient;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers the messages of all endpoints that this node can lay its hands on; start reading here.
 *
 * <p>A message comes into a node's hands in one of two ways: it was accepted here ({@link
 * #reserve}, {@link #deliver}), or it was due in the database ({@link FetchDue}). The row then
 * names this {@link Node} until the result of the attempt is written ({@link RecordResults}),
 * fenced by a number that every change of hands raises. In between it waits in its endpoint's
 * {@link Lane}. If this process dies, its node's time runs out and the rows are free again.
 */
public final class Delivery implements DeliverAtOnce {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /**
     * What an attempt may take beyond the client's own limit, to prepare it and to be scheduled.
     */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);

    /** How often rows are sought that nobody would deliver. */
    private static final Duration SEEK_LOST_EVERY = Duration.ofMinutes(1);

    /** A row that this node held for so long without knowing of it is lost. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(1);

    /** How long results are kept while the database is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DeliveryStore store;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Duration longestAttempt;
    private final Node node;
    private final Lanes lanes;
    private final FetchDue fetch;
    private final RecordResults results;
    private final Attempts attempts;
    private final ScheduledExecutorService timer;
    private final Notifications others;

    /** The fences of the messages that wait here or are under way. */
    private final Map<UUID, Integer> inHand = new ConcurrentHashMap<>();

    private volatile boolean running;
    private volatile boolean stopping;
    private long soughtLostAt;
    private @Nullable RunUntilStopped renewing;

    /**
     * What differs between installations.
     *
     * @param lease how long after its last sign of life a node's messages are free for others;
     *     longer than {@code longestAttempt} by 3 seconds at least
     * @param longestAttempt the time after which the client has given up
     * @param mostBytes the memory that messages in this node's hands may take
     * @param userAgent what deliveries say of the sender
     */
    public record Settings(
            Duration lease, Duration longestAttempt, long mostBytes, String userAgent) {}

    /**
     * @param others tells the servers that deliver of messages that are due
     */
    public Delivery(
            Jdbi jdbi,
            SecretBox secrets,
            Notifications others,
            DeliveryTargets targets,
            TargetClient client,
            Allowances allowances,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters,
            Settings settings) {
        this.store = new DeliveryStore(jdbi, new SealedHeaders(secrets));
        this.others = others;
        this.clock = clock;
        this.ticker = ticker;
        this.longestAttempt = settings.longestAttempt().plus(MARGIN);
        this.node = new Node(jdbi, settings.lease(), longestAttempt, ids::next, ticker);
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("delivery-pace").daemon().factory());
        DeliveryMetrics metrics = new DeliveryMetrics(meters);
        this.results = new RecordResults(jdbi, ticker, PATIENCE, meters, metrics::lostLease);
        this.attempts =
                new Attempts(
                        new MakeAttempt(
                                client,
                                tenant ->
                                        allowances
                                                .of(tenant, Mode.LIVE)
                                                .plan()
                                                .limits()
                                                .maxRetries(),
                                ids,
                                clock,
                                ticker,
                                () -> ThreadLocalRandom.current().nextDouble(),
                                settings.userAgent()),
                        results,
                        targets,
                        metrics,
                        clock,
                        this::expired,
                        this::letGo);
        this.lanes = new Lanes(targets::find, new Starting(), timer, ticker, settings.mostBytes());
        metrics.watch(meters, lanes);
        this.fetch = new FetchDue(store, lanes, node::id, this::mayStart, this::take, clock);
    }

    private final class Starting implements Lanes.Starting {

        @Override
        public void start(Lane lane, DeliveryTarget target, Job job) {
            attempts.start(lanes, lane, target, job);
        }

        @Override
        public boolean mayStart() {
            return Delivery.this.mayStart();
        }

        @Override
        public void hungry() {
            fetch.wake();
        }

        @Override
        public void parked(List<Job> jobs) {
            free(jobs, clock.instant());
        }
    }

    private void take(Job job) {
        inHand.put(job.id().value(), job.fence());
    }

    /** Leaves it alone if it has come into this node's hands again meanwhile. */
    private void letGo(Job job) {
        inHand.remove(job.id().value(), job.fence());
    }

    private boolean mayStart() {
        return running && !stopping && node.mayStart();
    }

    /**
     * Begins to deliver.
     *
     * @param alone whether no other server can be using the database: what a former one held is
     *     free at once then
     */
    public void start(boolean alone) {
        if (alone) {
            store.removeAllNodes();
        }
        node.renew(() -> {});
        store.takeOver(clock.instant());
        soughtLostAt = ticker.nanos();
        running = true;
        fetch.start();
        others.listen(fetch::wake);
        renewing = RunUntilStopped.start("node", RENEW_EVERY, this::stayAlive);
    }

    private void stayAlive() {
        node.renew(this::dropWaiting);
        lanes.pumpAll();
        boolean dead = store.removeDeadNodes();
        boolean seek = ticker.nanos() - soughtLostAt > SEEK_LOST_EVERY.toNanos();
        if (dead || seek) {
            int taken = store.takeOver(clock.instant());
            if (taken > 0) {
                log.info("{} messages of a server that is gone are free again", taken);
                fetch.wake();
            }
        }
        if (seek) {
            freeLost();
            soughtLostAt = ticker.nanos();
        }
    }

    /** What waits here may be in other hands; results that come in are judged by their fence. */
    private void dropWaiting() {
        List<Job> dropped = lanes.clearAll();
        dropped.forEach(this::letGo);
        log.warn("this server was away for too long, it gave {} messages up", dropped.size());
    }

    /** Frees rows that name this node though it does not know them: their commit was in doubt. */
    private void freeLost() {
        List<DeliveryStore.Held> lost =
                store.heldSince(node.id(), clock.instant().minus(LOST_AFTER)).stream()
                        .filter(held ->
                                !Integer.valueOf(held.fence()).equals(inHand.get(held.id())))
                        .toList();
        if (!lost.isEmpty()) {
            log.info(
                    "{} messages were stored but not known here, they are free again", lost.size());
            store.free(lost, clock.instant());
            fetch.wake();
        }
    }

    @Override
    public Optional<UUID> reserve(DeliveryTarget target, int bytes) {
        lanes.storing();
        return mayStart() && !target.paused() && lanes.reserve(target.id(), bytes)
                ? Optional.of(node.id())
                : Optional.empty();
    }

    @Override
    public void deliver(NewMessage message) {
        Job job = Job.first(message);
        take(job);
        lanes.fill(job);
        lanes.stored();
    }

    @Override
    public void stored(NewMessage message) {
        lanes.stored();
        if (running) {
            fetch.wake();
        } else {
            others.send();
        }
    }

    @Override
    public void release(NewMessage message) {
        lanes.stored();
        if (message.holder() != null) {
            lanes.release(message.endpoint(), message.payload().length);
        }
    }

    /**
     * Tells that messages of {@code endpoint} have become due in the database. They may be many, so
     * the other servers are told as well instead of finding out a second later.
     */
    public void due(EndpointId endpoint) {
        fetch.wake();
        others.send();
    }

    /**
     * How the deliveries of an endpoint go.
     *
     * @param concurrency how many attempts may run at once now
     * @param inFlight how many do
     * @param waiting how many messages wait in this node's memory
     * @param backlog whether more that are due wait in the database
     */
    public record State(int concurrency, int inFlight, int waiting, boolean backlog) {}

    /** How it goes on this node; empty if nothing was delivered to the endpoint lately. */
    public Optional<State> state(EndpointId endpoint) {
        return lanes.known(endpoint)
                .map(Lane::state)
                .map(lane ->
                        new State(
                                lane.concurrency(),
                                lane.running(),
                                lane.waiting(),
                                lane.backlog()));
    }

    private void free(List<Job> jobs, Instant due) {
        if (jobs.isEmpty()) {
            return;
        }
        jobs.forEach(this::letGo);
        try {
            store.free(jobs.stream().map(Job::held).toList(), due);
        } catch (RuntimeException failure) {
            if (!Database.isOutage(failure)) {
                log.warn("{} messages could not be given back yet", jobs.size(), failure);
            }
        }
    }

    /** The job that retention leaves to others; until it was here, the message waits a minute. */
    private void expired(Job job) {
        free(List.of(job), clock.instant().plus(LOST_AFTER));
    }

    /**
     * Begins nothing more, waits for the attempts under way, and frees what is left. Call it when
     * no more messages are accepted.
     */
    public void stop() {
        if (!running || stopping) {
            return;
        }
        stopping = true;
        others.close();
        fetch.close();
        long deadline = ticker.nanos() + longestAttempt.toNanos();
        while (lanes.underWay() > 0 && ticker.nanos() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        if (renewing != null) {
            renewing.stop();
        }
        results.close();
        timer.shutdownNow();
        store.giveBackAll(node.id(), clock.instant());
        node.leave();
    }
}
