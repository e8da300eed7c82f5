package io.hookbridge.delivery;

import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.Notifications;
import io.hookbridge.db.citus.Worker;
import io.hookbridge.delivery.key.KeyTrials;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.NodeWrites;
import io.hookbridge.message.TakeOver;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.net.client.TargetClient;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Delivers messages to all targets that this node can lay its hands on; start reading here.
 *
 * <p>A message comes into a node's hands in one of two ways: it was accepted here ({@link
 * Reservation}), or it was due in the database ({@link FetchDue}). Its row then names this {@link
 * Node} until the attempt is written down ({@link RecordAttempts}) or it is given back ({@link
 * GiveBacks}). In between it waits in its target's {@link Lane}. If this process dies, its node's
 * time runs out, and another takes over what it held.
 */
public final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /**
     * What an attempt may take beyond the client's own limit, to prepare it and to be scheduled.
     */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);

    /** How long attempts that were made are kept while the database is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Ticker ticker;
    private final Duration longestAttempt;
    private final InstantSource clock;
    private final Node node;
    private final TakeOver takeOver;
    private final Marks marks;
    private final Reservations reservations;
    private final HeldHere held;
    private final GiveBacks giveBacks;
    private final Lanes lanes;
    private final FetchDue fetch;
    private final RecordAttempts records;
    private final KeyTrials trials;
    private final Attempts attempts;
    private final ScheduledExecutorService timer;
    private final Notifications others;
    private volatile boolean running;
    private volatile boolean stopping;
    private List<RunUntilStopped> loops = List.of();

    /**
     * What differs between installations.
     *
     * @param lease how long after its last sign of life a node's messages are free for others;
     *     longer than {@code longestAttempt} by 3 seconds at least
     * @param longestAttempt the time after which the client has given up, or asks whether it may go
     *     on
     * @param mostBytes the memory that messages in this node's hands may take
     * @param userAgent what deliveries say of the sender
     */
    public record Settings(
            Duration lease, Duration longestAttempt, long mostBytes, String userAgent) {}

    /**
     * @param worker what came of attempts is written through it, while it works
     * @param others tells the servers that deliver of messages that are due
     */
    public Delivery(
            Jdbi jdbi,
            Worker worker,
            SecretBox secrets,
            Notifications others,
            DeliveryTargets targets,
            TargetClient client,
            Allowances allowances,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters,
            MessageTraces traces,
            ColdPayloads cold,
            Settings settings) {
        this.others = others;
        this.ticker = ticker;
        this.longestAttempt = settings.longestAttempt().plus(MARGIN);
        this.clock = clock;
        this.node = new Node(new NodeStore(jdbi), settings.lease(), longestAttempt, ids, ticker);
        this.takeOver = new TakeOver(jdbi);
        NodeWrites writes = new NodeWrites(jdbi, worker);
        HolderStore holders = new HolderStore(writes);
        this.held =
                new HeldHere(
                        new DueStore(jdbi, new SealedHeaders(secrets)),
                        holders,
                        node::id,
                        clock,
                        ticker);
        this.marks = new Marks(jdbi, held);
        this.giveBacks = new GiveBacks(holders, held, node::id, clock, meters);
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("delivery-pace").daemon().factory());
        DeliveryMetrics metrics = new DeliveryMetrics(meters);
        this.records =
                new RecordAttempts(jdbi, writes, ticker, PATIENCE, meters, metrics::lostLease);
        this.trials = new KeyTrials(jdbi, targets, clock);
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
                                node::databaseTime,
                                ids,
                                () -> ThreadLocalRandom.current().nextDouble()),
                        records,
                        targets,
                        trials,
                        metrics,
                        clock,
                        ticker,
                        held,
                        giveBacks,
                        traces);
        Starting starting = new Starting();
        this.lanes =
                new Lanes(
                        targets::ask, client::loop, starting, timer, ticker, settings.mostBytes());
        metrics.watch(meters, lanes);
        this.fetch =
                new FetchDue(
                        held,
                        giveBacks,
                        lanes,
                        new FetchCold(cold, lanes, giveBacks, starting::refill, ticker),
                        targets,
                        this::mayStart,
                        ticker);
        this.reservations = new Reservations(lanes, held, node, ids, this::mayStart, this::stored);
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
        public boolean isToLeave(HeldMessage message) {
            return held.isToLeave(message);
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {
            giveBacks.giveBack(messages);
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
        node.renew(() -> {});
        takeOverAtStart(alone);
        running = true;
        fetch.start();
        others.listen(this::heard);
        loops =
                List.of(
                        RunUntilStopped.start("node", RENEW_EVERY, this::stayAlive),
                        RunUntilStopped.start(
                                "take-over", RENEW_EVERY, () -> takeOver(takeOver.dead(), false)));
    }

    /**
     * What is wrong with one message of a server that is gone must keep no server from starting.
     */
    private void takeOverAtStart(boolean alone) {
        try {
            takeOver(alone ? takeOver.all() : takeOver.dead(), alone);
        } catch (RuntimeException failure) {
            log.warn(
                    "what servers that are gone have left is not all free yet, trying again every {} s",
                    RENEW_EVERY.toSeconds(),
                    failure);
        }
    }

    private void stayAlive() {
        node.renew(this::dropWaiting);
        marks.acknowledge(node.id());
        lanes.tendAll();
    }

    private void takeOver(List<UUID> nodes, boolean evenAlive) {
        List<UUID> dead = nodes.stream().filter(each -> !each.equals(node.id())).toList();
        int taken = takeOver.take(dead, evenAlive, clock.instant());
        if (taken > 0) {
            log.info("{} messages of a server that is gone are free again", taken);
            fetch.wake();
        }
    }

    private void heard() {
        fetch.wake();
        marks.acknowledge(node.id());
    }

    /**
     * Tells that messages were marked which nodes have in their hands. At those of this one no
     * attempt begins any more when this returns; the others are told.
     */
    public void marked() {
        if (running) {
            marks.acknowledge(node.id());
        }
        others.send();
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
     * Takes note of a message that is about to be stored, and keeps room for it if there is some.
     *
     * @param bytes how much memory it takes, see {@link HeldMessage#bytes}
     * @return what must be ended when it is stored, or is not
     */
    public Reservation reserve(DeliveryTarget target, int bytes) {
        return reservations.reserve(target, bytes);
    }

    /** A message was stored that any node may take. */
    private void stored(TargetId target) {
        if (running) {
            fetch.due(target);
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
     * @param deliveredLastMinute how many attempts that the target kept up with ended within about
     *     the last minute
     */
    public record State(
            int concurrency,
            int inFlight,
            int waiting,
            boolean backlog,
            double deliveredLastMinute) {

        /**
         * How long it takes to deliver so many messages if all goes on as in the last minute; empty
         * if none was delivered in it.
         */
        public Optional<Duration> timeFor(long messages) {
            return deliveredLastMinute < 1
                    ? Optional.empty()
                    : Optional.of(
                            Duration.ofSeconds(
                                    (long) Math.ceil(messages * 60 / deliveredLastMinute)));
        }
    }

    /** How it goes on this node; empty if it has had nothing to deliver there since its start. */
    public Optional<State> state(TargetId target) {
        return lanes.known(target)
                .map(lane -> {
                    Lane.State told = lane.state();
                    return new State(
                            told.concurrency(),
                            told.running(),
                            told.waiting(),
                            lane.isBehind(),
                            lane.deliveredLastMinute());
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
        trials.close();
        giveBacks.close();
        timer.shutdownNow();
        if (running) {
            node.leave();
            takeOver.take(node.id(), true, clock.instant());
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
        loops.forEach(RunUntilStopped::stop);
    }
}
