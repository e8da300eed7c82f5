package io.hookbridge.delivery;

import io.hookbridge.base.EndpointId;
import io.hookbridge.db.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fetches messages that are due from the database: retries, replays, what other nodes left, and
 * what found no room in memory when it was accepted. Looks every second, and at once when told to.
 */
final class FetchDue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchDue.class);

    /** The most messages in one statement; each endpoint gets an equal part. */
    private static final int MOST = 512;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DeliveryStore store;
    private final Lanes lanes;
    private final Supplier<UUID> node;
    private final BooleanSupplier mayStart;
    private final Consumer<Job> taken;
    private final InstantSource clock;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private boolean failing;

    /**
     * @param taken told of every message that comes into this node's hands
     */
    FetchDue(
            DeliveryStore store,
            Lanes lanes,
            Supplier<UUID> node,
            BooleanSupplier mayStart,
            Consumer<Job> taken,
            InstantSource clock) {
        this.store = store;
        this.lanes = lanes;
        this.node = node;
        this.mayStart = mayStart;
        this.taken = taken;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("fetch-due").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has the database looked at soon. */
    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private void run() {
        while (!stopping) {
            boolean more = false;
            try {
                more = mayStart.getAsBoolean() && lanes.hasRoom() && fetch();
                failing = false;
            } catch (RuntimeException failure) {
                if (!failing && !Database.isOutage(failure)) {
                    log.warn("due messages cannot be fetched, trying again every second", failure);
                }
                failing = true;
            }
            if (!more) {
                await();
            }
        }
    }

    private void await() {
        try {
            wake.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            wake.drainPermits();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** Whether more could be fetched right away. */
    private boolean fetch() {
        List<EndpointId> due = store.dueEndpoints(clock.instant());
        Map<EndpointId, Integer> wanted = wanted(due);
        Map<EndpointId, List<Job>> jobs = new HashMap<>();
        if (!wanted.isEmpty()) {
            for (Job job : store.claim(node.get(), wanted, clock.instant())) {
                taken.accept(job);
                jobs.computeIfAbsent(job.endpoint(), _ -> new ArrayList<>()).add(job);
            }
        }
        jobs.forEach(lanes::add);
        return rememberBacklogs(due, wanted, jobs);
    }

    private Map<EndpointId, Integer> wanted(List<EndpointId> due) {
        Map<EndpointId, Integer> wanted = new HashMap<>();
        int most = Math.max(1, MOST / Math.max(1, due.size()));
        int total = 0;
        for (EndpointId endpoint : due) {
            int room = Math.min(most, lanes.lane(endpoint).wanted());
            if (room > 0 && total < MOST) {
                wanted.put(endpoint, room);
                total += room;
            }
        }
        return wanted;
    }

    /**
     * An endpoint that got less than it wanted has nothing due any more; the others have a backlog,
     * which goes before what is accepted from now on.
     */
    private boolean rememberBacklogs(
            List<EndpointId> due,
            Map<EndpointId, Integer> wanted,
            Map<EndpointId, List<Job>> jobs) {
        Set<EndpointId> behind = new HashSet<>();
        boolean more = false;
        for (EndpointId endpoint : due) {
            int got = jobs.getOrDefault(endpoint, List.of()).size();
            boolean full = got >= wanted.getOrDefault(endpoint, 0);
            lanes.lane(endpoint).backlog(full);
            if (full) {
                behind.add(endpoint);
                more |= got > 0 && lanes.lane(endpoint).wanted() > 0;
            }
        }
        lanes.all().stream()
                .filter(lane -> !behind.contains(lane.endpoint()))
                .forEach(lane -> lane.backlog(false));
        return more;
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
