package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.target.DeliveryTarget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * All lanes of this node, and who begins an attempt next. While there is room, every lane begins
 * what it may; when {@link #MOST_UNDER_WAY} attempts are under way, the lanes take turns, one
 * attempt each.
 *
 * <p>In a burst the senders go first: while {@link #MANY_BEING_STORED} messages are on their way
 * into the database, lanes in which {@link #FEW_WAITING} or more wait begin nothing, for {@link
 * #LONGEST_PAUSE} at most, and not again for as long. Whoever has few messages waiting is not
 * delayed by the burst of another.
 */
final class Lanes {

    /**
     * The most attempts of this node that run or wait for their result to be written: who delivers
     * faster than the database records would only repeat the more after a crash.
     */
    static final int MOST_UNDER_WAY = 2048;

    /** More than callers bring who each send one message and wait for the answer. */
    static final int MANY_BEING_STORED = 256;

    static final int FEW_WAITING = 64;

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** What attempts need that wait here or are under way. */
    interface Starting {

        /**
         * Begins an attempt; must call {@link Lanes#finished} at its end, and {@link Lanes#done}
         * when nothing is left to do for the message.
         */
        void start(Lane lane, DeliveryTarget target, Job job);

        /** Whether attempts may begin now at all. */
        boolean mayStart();

        /** Tells that a lane could take more from the database. */
        void hungry();

        /** Takes back what cannot be delivered now. */
        void parked(List<Job> jobs);
    }

    private final Function<EndpointId, Optional<DeliveryTarget>> targets;
    private final Starting starting;
    private final ScheduledExecutorService timer;
    private final Ticker ticker;
    private final long mostBytes;
    private final Map<EndpointId, Lane> lanes = new ConcurrentHashMap<>();
    private final Queue<Lane> turn = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger beingStored = new AtomicInteger();
    private final Set<Lane> pausing = ConcurrentHashMap.newKeySet();
    private volatile long burstBegan;

    /**
     * @param timer wakes lanes that keep a pace
     * @param mostBytes how much memory waiting messages may take
     */
    Lanes(
            Function<EndpointId, Optional<DeliveryTarget>> targets,
            Starting starting,
            ScheduledExecutorService timer,
            Ticker ticker,
            long mostBytes) {
        this.targets = targets;
        this.starting = starting;
        this.timer = timer;
        this.ticker = ticker;
        this.mostBytes = mostBytes;
        this.burstBegan = ticker.nanos() - 2 * LONGEST_PAUSE.toNanos();
    }

    Lane lane(EndpointId endpoint) {
        return lanes.computeIfAbsent(endpoint, id -> new Lane(id, ticker));
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    Optional<Lane> known(EndpointId endpoint) {
        return Optional.ofNullable(lanes.get(endpoint));
    }

    /** Takes note of a message that is on its way into the database. */
    void storing() {
        if (beingStored.incrementAndGet() == MANY_BEING_STORED) {
            long now = ticker.nanos();
            if (now - burstBegan >= 2 * LONGEST_PAUSE.toNanos()) {
                burstBegan = now;
            }
        }
    }

    /** Takes note that it has arrived there, or never will. */
    void stored() {
        if (beingStored.getAndDecrement() == MANY_BEING_STORED) {
            for (Lane lane : List.copyOf(pausing)) {
                pausing.remove(lane);
                pump(lane);
            }
        }
    }

    private boolean pauses(Lane lane) {
        if (!isBurst()
                || ticker.nanos() - burstBegan >= LONGEST_PAUSE.toNanos()
                || lane.waiting() < FEW_WAITING) {
            return false;
        }
        pausing.add(lane);
        // Whoever ended the burst meanwhile may have looked before the lane was among those that
        // pause, and nobody else would wake it.
        return isBurst();
    }

    private boolean isBurst() {
        return beingStored.get() >= MANY_BEING_STORED;
    }

    /** Keeps room for a message; false if there is none. */
    boolean reserve(EndpointId endpoint, int payload) {
        int size = Job.bytes(payload);
        if (bytes.addAndGet(size) > mostBytes) {
            bytes.addAndGet(-size);
            lane(endpoint).backlog(true);
            return false;
        }
        if (!lane(endpoint).reserve()) {
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    void release(EndpointId endpoint, int payload) {
        bytes.addAndGet(-Job.bytes(payload));
        lane(endpoint).release();
    }

    /** Takes the message that room was kept for. */
    void fill(Job job) {
        Lane lane = lane(job.endpoint());
        lane.fill(job);
        pump(lane);
    }

    /** Takes messages that were fetched from the database. */
    void add(EndpointId endpoint, List<Job> jobs) {
        Lane lane = lane(endpoint);
        jobs.forEach(job -> bytes.addAndGet(job.bytes()));
        lane.add(jobs);
        pump(lane);
    }

    boolean hasRoom() {
        return bytes.get() < mostBytes;
    }

    /** Begins what the lane may begin now. */
    void pump(Lane lane) {
        if (turn.isEmpty()) {
            // Bounded, because attempts may end as fast as they begin, and the caller has other
            // work: it may be the thread that stores what is accepted. Whatever ends goes on here.
            int begun = 0;
            while (begun < AdaptiveLimit.MOST
                    && underWay.get() < MOST_UNDER_WAY
                    && startOne(lane)) {
                begun++;
            }
            if (underWay.get() < MOST_UNDER_WAY) {
                return;
            }
        }
        if (lane.enterTurn()) {
            turn.add(lane);
        }
        takeTurns();
    }

    private void takeTurns() {
        while (underWay.get() < MOST_UNDER_WAY) {
            Lane next = turn.poll();
            if (next == null) {
                return;
            }
            next.leaveTurn();
            if (startOne(next) && next.enterTurn()) {
                turn.add(next);
            }
        }
    }

    /** Whether an attempt was begun. */
    private boolean startOne(Lane lane) {
        if (!starting.mayStart() || pauses(lane)) {
            return false;
        }
        Optional<DeliveryTarget> target;
        try {
            target = targets.apply(lane.endpoint());
        } catch (RuntimeException unknown) {
            // The database is away. Whoever called has results to write down; the messages wait
            // here until somebody looks again.
            return false;
        }
        if (target.isEmpty() || target.get().paused()) {
            starting.parked(clear(lane));
            return false;
        }
        return switch (lane.next(target.get())) {
            case Lane.Next.Start(Job job) -> {
                underWay.incrementAndGet();
                starting.start(lane, target.get(), job);
                yield true;
            }
            case Lane.Next.Sleep(Duration time) -> {
                var _ = timer.schedule(() -> wake(lane), time.toNanos(), TimeUnit.NANOSECONDS);
                yield false;
            }
            case Lane.Next.Nothing _ -> false;
        };
    }

    private void wake(Lane lane) {
        lane.wake();
        pump(lane);
    }

    /** Takes note that the endpoint is done with an attempt, and begins what may begin now. */
    void finished(Lane lane, Lane.Ending ending) {
        lane.finished(ending);
        pump(lane);
        if (lane.isHungry()) {
            starting.hungry();
        }
    }

    /** Gives back the place and the memory of a message whose attempt is over and written down. */
    void done(Job job) {
        forget(job);
        underWay.decrementAndGet();
        takeTurns();
    }

    private void forget(Job job) {
        bytes.addAndGet(-job.bytes());
    }

    /** Takes out everything of a lane that has not begun. */
    private List<Job> clear(Lane lane) {
        List<Job> jobs = lane.clear();
        jobs.forEach(this::forget);
        return jobs;
    }

    /** Takes out everything that has not begun. */
    List<Job> clearAll() {
        List<Job> jobs = new ArrayList<>();
        lanes.values().forEach(lane -> jobs.addAll(clear(lane)));
        return jobs;
    }

    void pumpAll() {
        lanes.values().forEach(this::pump);
    }

    /** How many attempts run or wait for their result to be written. */
    int underWay() {
        return underWay.get();
    }

    long bytes() {
        return bytes.get();
    }

    long waiting() {
        return lanes.values().stream().mapToLong(Lane::waiting).sum();
    }
}
