package io.hookbridge.delivery;

import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.Notifications;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.net.client.TargetClient;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Delivers messages to all targets that this node can lay its hands on; start reading here.
 *
 * <p>A message comes into a node's hands in one of two ways: it was accepted here ({@link
 * Reservation}), or it was due in the database ({@link FetchDue}). The row then names this {@link
 * Node} until the attempt is written down ({@link RecordAttempts}), fenced by a number that every
 * change of hands raises. In between it waits in its target's {@link Lane}. If this process dies,
 * its node's time runs out and the rows are free again.
 */
public final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /**
     * What an attempt may take beyond the client's own limit, to prepare it and to be scheduled.
     */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);

    /** How often rows are sought that nobody would deliver. */
    private static final Duration SEEK_LOST_EVERY = Duration.ofMinutes(1);

    /** How long attempts that were made are kept while the database is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Ticker ticker;
    private final Duration longestAttempt;
    private final NodeStore nodes;
    private final Node node;
    private final HeldHere held;
    private final Lanes lanes;
    private final FetchDue fetch;
    private final RecordAttempts records;
    private final Attempts attempts;
    private final ScheduledExecutorService timer;
    private final Notifications others;
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
        this.others = others;
        this.ticker = ticker;
        this.longestAttempt = settings.longestAttempt().plus(MARGIN);
        this.nodes = new NodeStore(jdbi);
        this.node = new Node(nodes, settings.lease(), longestAttempt, ids::next, ticker);
        this.held =
                new HeldHere(
                        new DueStore(jdbi, new SealedHeaders(secrets)),
                        new HolderStore(jdbi),
                        node::id,
                        clock,
                        meters);
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("delivery-pace").daemon().factory());
        DeliveryMetrics metrics = new DeliveryMetrics(meters);
        this.records = new RecordAttempts(jdbi, ticker, PATIENCE, meters, metrics::lostLease);
        this.attempts =
                new Attempts(
                        client,
                        settings.userAgent(),
                        new JudgeAttempt(
                                environment ->
                                        allowances
                                                .ask(environment.tenant(), environment.mode())
                                                .thenApply(allowance ->
                                                        allowance.plan().limits().maxRetries()),
                                ids,
                                () -> ThreadLocalRandom.current().nextDouble()),
                        records,
                        targets,
                        metrics,
                        clock,
                        ticker,
                        held);
        this.lanes =
                new Lanes(
                        targets::ask,
                        client::loop,
                        new Starting(),
                        timer,
                        ticker,
                        settings.mostBytes());
        metrics.watch(meters, lanes);
        this.fetch = new FetchDue(held, lanes, targets, this::mayStart, ticker);
    }

    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            attempts.start(lanes, lane, target, message);
        }

        @Override
        public boolean mayStart() {
            return Delivery.this.mayStart();
        }

        @Override
        public void refill() {
            fetch.refill();
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {
            if (!messages.isEmpty()) {
                Thread.ofVirtual().start(() -> held.giveBack(messages));
            }
        }
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
            nodes.removeAll();
        }
        node.renew(() -> {});
        held.takeOver();
        soughtLostAt = ticker.nanos();
        running = true;
        fetch.start();
        others.listen(fetch::wake);
        renewing = RunUntilStopped.start("node", RENEW_EVERY, this::stayAlive);
    }

    private void stayAlive() {
        node.renew(this::dropWaiting);
        lanes.tendAll();
        boolean dead = nodes.removeDead();
        boolean seek = ticker.nanos() - soughtLostAt > SEEK_LOST_EVERY.toNanos();
        boolean freed = (dead || seek) && held.takeOver();
        if (seek) {
            freed |= held.freeLost();
            soughtLostAt = ticker.nanos();
        }
        if (freed) {
            fetch.wake();
        }
    }

    /** What waits here may be in other hands; results that come in are judged by their fence. */
    private void dropWaiting() {
        // Before the lanes are cleared: what is put off afterwards does not come back into them.
        held.removeAll();
        List<HeldMessage> dropped = lanes.clearAll();
        log.warn(
                "this server was away for too long, {} messages that waited here are free for others",
                dropped.size());
    }

    /**
     * A message on its way into the database, and perhaps a place in this node's memory that is
     * kept for it, so that its first attempt reads nothing back. It must be ended, and only once,
     * by {@link #deliver} or {@link #release}.
     */
    public static final class Reservation {

        private final @Nullable UUID holder;
        private final Consumer<NewMessage> stored;
        private final Runnable notStored;
        private final AtomicBoolean ended = new AtomicBoolean();

        /**
         * @param holder null if no place is kept
         * @param stored takes the message over
         * @param notStored takes the place back
         */
        Reservation(@Nullable UUID holder, Consumer<NewMessage> stored, Runnable notStored) {
            this.holder = holder;
            this.stored = stored;
            this.notStored = notStored;
        }

        /** The node to be written down as the message's holder; null if any may take it. */
        public @Nullable UUID holder() {
            return holder;
        }

        /**
         * The message is stored and to be delivered.
         *
         * @throws IllegalStateException if this was ended before, or the message names another
         *     holder
         */
        public void deliver(NewMessage message) {
            if (!Objects.equals(message.holder(), holder)) {
                throw new IllegalStateException(
                        "the message names another holder: " + message.id());
            }
            end();
            stored.accept(message);
        }

        /**
         * The message was not stored.
         *
         * @throws IllegalStateException if this was ended before
         */
        public void release() {
            end();
            notStored.run();
        }

        private void end() {
            if (!ended.compareAndSet(false, true)) {
                throw new IllegalStateException("the reservation was ended before");
            }
        }
    }

    /**
     * Takes note of a message that is about to be stored, and keeps room for it if there is some.
     *
     * @param bytes how much memory it takes, see {@link HeldMessage#bytes}
     * @return what must be ended when it is stored, or is not
     */
    public Reservation reserve(DeliveryTarget target, int bytes) {
        Lane.Owner owner = lanes.storing(target.environment());
        if (target.paused()) {
            // Nobody need look for it: a resumption tells of all that waits.
            return new Reservation(null, _ -> lanes.stored(owner), () -> lanes.stored(owner));
        }
        Optional<Lane> place = mayStart() ? lanes.reserve(target, bytes) : Optional.empty();
        return place.map(lane ->
                        new Reservation(
                                node.id(),
                                message -> deliver(lane, message),
                                () -> release(lane, bytes)))
                .orElseGet(() ->
                        new Reservation(
                                null, _ -> wakeAny(target, owner), () -> lanes.stored(owner)));
    }

    private void deliver(Lane lane, NewMessage message) {
        HeldMessage first = message.held();
        held.add(first);
        lanes.fill(lane, first);
        lanes.stored(lane.owner());
    }

    private void release(Lane lane, int bytes) {
        lanes.stored(lane.owner());
        lanes.release(lane, bytes);
    }

    /** A message was stored that any node may take. */
    private void wakeAny(DeliveryTarget target, Lane.Owner owner) {
        lanes.stored(owner);
        if (running) {
            fetch.due(target.id());
        } else {
            others.send();
        }
    }

    /**
     * Tells that messages of {@code target} have become due in the database. They may be many, so
     * the other servers are told as well instead of finding out a second later.
     */
    public void due(TargetId target) {
        if (running) {
            fetch.due(target);
        }
        others.send();
    }

    /**
     * How the deliveries to a target go.
     *
     * @param concurrency how many attempts may run at once now
     * @param inFlight how many do
     * @param waiting how many messages wait in this node's memory
     * @param backlog whether more that are due wait in the database
     */
    public record State(int concurrency, int inFlight, int waiting, boolean backlog) {}

    /** How it goes on this node; empty if it has had nothing to deliver there since its start. */
    public Optional<State> state(TargetId target) {
        return lanes.known(target)
                .map(lane -> {
                    Lane.State told = lane.state();
                    return new State(
                            told.concurrency(), told.running(), told.waiting(), lane.isBehind());
                });
    }

    /**
     * Begins nothing more, waits for the attempts under way, and frees what is left. Call it when
     * no more messages are accepted.
     */
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        others.close();
        if (running) {
            stopDelivering();
        }
        records.close();
        held.close();
        timer.shutdownNow();
        if (running) {
            held.giveBackAll();
            node.leave();
        }
    }

    private void stopDelivering() {
        fetch.close();
        // When the loops have done this, nothing is about to begin there any more.
        lanes.clearAll();
        long deadline = ticker.nanos() + longestAttempt.toNanos();
        while (lanes.underWay() > 0 && ticker.nanos() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        if (renewing != null) {
            renewing.stop();
        }
    }
}
