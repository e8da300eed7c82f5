package io.hookbridge.delivery;

import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.db.Database;
import io.hookbridge.delivery.fair.Shares;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Fetches messages that are due from the database: retries, replays, what other nodes left, and
 * what found no room in memory when it was accepted.
 *
 * <p>Which targets have messages due is looked up every second, and at once when told to. Such a
 * look costs a step for each target that something waits for, the paused ones too: of those there
 * may be thousands, each with a backlog. So between the looks only the targets are asked for that
 * are known to be behind or of which something is told.
 *
 * <p>What is fetched must fit into memory, so that nobody's messages, however large and many, end
 * this process: a statement takes what is free and one message at most, and nothing of who holds
 * more than its share ({@link Shares}). What is left is fetched as soon as memory is free again.
 */
final class FetchDue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchDue.class);

    /** The most messages in one statement. */
    private static final int MOST = 512;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Claim NOTHING = new Claim(Map.of(), Map.of(), Set.of());

    private final HeldHere held;
    private final GiveBacks giveBacks;
    private final Lanes lanes;
    private final FetchCold cold;
    private final DeliveryTargets targets;
    private final BooleanSupplier mayStart;
    private final Ticker ticker;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private final Set<TargetId> told = ConcurrentHashMap.newKeySet();

    /** Of which what was fetched last was cold, some of it at least. */
    private final Set<TargetId> coldOnes = new HashSet<>();

    private volatile boolean stopping;
    private volatile boolean look = true;
    private long lookedAt;
    private boolean failing;

    /**
     * What was fetched.
     *
     * @param cold how many more, whose payloads are still to be fetched or that rest
     * @param leftOver see {@link HolderStore.Claimed}
     */
    private record Claim(
            Map<TargetId, List<HeldMessage>> messages,
            Map<TargetId, Integer> cold,
            Set<TargetId> leftOver) {

        List<HeldMessage> of(Lane lane) {
            return messages.getOrDefault(lane.target(), List.of());
        }

        int cold(Lane lane) {
            return cold.getOrDefault(lane.target(), 0);
        }
    }

    FetchDue(
            HeldHere held,
            GiveBacks giveBacks,
            Lanes lanes,
            FetchCold cold,
            DeliveryTargets targets,
            BooleanSupplier mayStart,
            Ticker ticker) {
        this.held = held;
        this.giveBacks = giveBacks;
        this.lanes = lanes;
        this.cold = cold;
        this.targets = targets;
        this.mayStart = mayStart;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("fetch-due").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has it looked up soon which targets have messages due. */
    void wake() {
        look = true;
        refill();
    }

    /** Has messages of {@code target} fetched soon: there are some that are due. */
    void due(TargetId target) {
        told.add(target);
        // Whoever floods tells of every message; when more can be fetched of it, that is told, too.
        if (lanes.known(target).map(lane -> lanes.mayFetch(lane)).orElse(true)) {
            refill();
        }
    }

    /** Has the lanes that are behind filled soon. */
    void refill() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private void run() {
        while (!stopping) {
            boolean more = false;
            try {
                more = mayStart.getAsBoolean() && fetch();
                failing = false;
            } catch (RuntimeException | Error failure) {
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
    boolean fetch() {
        if (!lanes.memory().mayFetch()) {
            return false;
        }
        long now = ticker.nanos();
        boolean looks = look || now - lookedAt >= PAUSE.toNanos();
        List<Lane> due =
                targets.active(looks ? lookUp(now) : known()).stream().map(lanes::lane).toList();
        Map<TargetId, Integer> wanted = wanted(due, looks);
        Claim claim = wanted.isEmpty() ? NOTHING : claim(wanted, due);
        if (looks) {
            forgetBacklogsBut(Set.copyOf(due));
        }
        for (Lane lane : due) {
            // Who got less than it wanted has nothing due any more, unless that was too large. The
            // others have a backlog, which goes before what is accepted from now on.
            if (cold.isFailing()
                    && coldOnes.contains(lane.target())
                    && !wanted.containsKey(lane.target())) {
                // It was not asked for, and says nothing.
                continue;
            }
            lane.backlog(
                    counted(claim, lane) >= wanted.getOrDefault(lane.target(), 0)
                            || claim.leftOver().contains(lane.target()));
            if (claim.cold(lane) > 0) {
                coldOnes.add(lane.target());
            } else if (wanted.containsKey(lane.target())) {
                coldOnes.remove(lane.target());
            }
        }
        return !claim.messages().isEmpty() && due.stream().anyMatch(Lane::couldTakeMore);
    }

    /** What is accepted now does not wait for payloads that cannot be had. */
    private int counted(Claim claim, Lane lane) {
        return claim.of(lane).size() + (cold.isFailing() ? 0 : claim.cold(lane));
    }

    private Claim claim(Map<TargetId, Integer> wanted, List<Lane> due) {
        try {
            return claimTogether(wanted, due);
        } catch (RuntimeException failure) {
            if (!Database.isElsewhere(failure)) {
                throw failure;
            }
            return claimApart(wanted, due);
        }
    }

    /** Where one of several servers is away: the environments whose rows lie on others. */
    private Claim claimApart(Map<TargetId, Integer> wanted, List<Lane> due) {
        Map<Lane.Owner, Map<TargetId, Integer>> apart = new LinkedHashMap<>();
        for (Lane lane : due) {
            Integer room = wanted.get(lane.target());
            if (room != null) {
                apart.computeIfAbsent(lane.owner(), _ -> new LinkedHashMap<>())
                        .put(lane.target(), room);
            }
        }
        Map<TargetId, List<HeldMessage>> messages = new HashMap<>();
        Map<TargetId, Integer> coldCounts = new HashMap<>();
        Set<TargetId> leftOver = new HashSet<>();
        for (Map<TargetId, Integer> one : apart.values()) {
            try {
                Claim claim = claimTogether(one, due);
                messages.putAll(claim.messages());
                coldCounts.putAll(claim.cold());
                leftOver.addAll(claim.leftOver());
            } catch (RuntimeException failure) {
                if (!Database.isElsewhere(failure)) {
                    throw failure;
                }
                leftOver.addAll(one.keySet());
            }
        }
        return new Claim(messages, coldCounts, leftOver);
    }

    private Claim claimTogether(Map<TargetId, Integer> wanted, List<Lane> due) {
        long mostBytes = lanes.memory().setAside();
        Map<TargetId, Integer> coldCounts = new HashMap<>();
        try {
            HolderStore.Claimed claimed =
                    held.claim(
                            wanted,
                            mostBytes,
                            giveBacks,
                            each -> {
                                coldCounts.merge(each.message().target(), 1, Integer::sum);
                                cold.fetch(laneOf(due, each.message()), each);
                            });
            Claim claim =
                    new Claim(
                            claimed.messages().stream()
                                    .collect(Collectors.groupingBy(HeldMessage::target)),
                            coldCounts,
                            claimed.leftOver());
            due.stream()
                    .filter(lane -> !claim.of(lane).isEmpty())
                    .forEach(lane -> lanes.add(lane, claim.of(lane)));
            return claim;
        } finally {
            lanes.memory().putBack(mostBytes);
        }
    }

    private static Lane laneOf(List<Lane> due, HeldMessage message) {
        return due.stream()
                .filter(lane -> lane.target().equals(message.target()))
                .findFirst()
                .orElseThrow();
    }

    private Collection<TargetId> lookUp(long now) {
        // Before the question, so that nothing is missed that is told meanwhile.
        look = false;
        lookedAt = now;
        Set<TargetId> known = known();
        try {
            return held.dueTargets();
        } catch (RuntimeException failure) {
            if (!Database.isElsewhere(failure)) {
                throw failure;
            }
            // The whole queue cannot be looked at. What is known may lie where all is well.
            return known;
        }
    }

    private Set<TargetId> known() {
        Set<TargetId> known = new HashSet<>(told);
        told.removeAll(known);
        lanes.all().stream().filter(Lane::isBehind).map(Lane::target).forEach(known::add);
        return known;
    }

    /**
     * How many messages of which target are asked for, in the order in which they go where not all
     * fit. Each environment has an equal part of {@link #MOST}, and each of its targets of that.
     *
     * <p>Of targets whose messages were cold, no more than there are places for: others would be
     * given back. Only a look takes those as well, so that what is behind them has its turn.
     */
    private Map<TargetId, Integer> wanted(List<Lane> due, boolean looks) {
        Map<Lane.Owner, List<Lane>> byEnvironment =
                due.stream()
                        .filter(lane -> lane.wanted() > 0)
                        .collect(Collectors.groupingBy(Lane::owner));
        byEnvironment.keySet().removeIf(owner -> !lanes.memory().mayFetch(owner.memory()));
        Map<TargetId, Integer> wanted = new LinkedHashMap<>();
        Map<Lane.Owner, Integer> places = new HashMap<>();
        int total = 0;
        for (Lane lane : inTurn(byEnvironment.values())) {
            List<Lane> own = Objects.requireNonNull(byEnvironment.get(lane.owner()));
            int part = Math.max(1, MOST / byEnvironment.size() / own.size());
            int room = Math.min(part, lane.wanted());
            if (!looks && coldOnes.contains(lane.target())) {
                int free = places.computeIfAbsent(lane.owner(), owner -> owner.cold().room());
                room = Math.min(room, free);
                places.put(lane.owner(), free - room);
            }
            if (room > 0 && total < MOST) {
                wanted.put(lane.target(), room);
                total += room;
            }
        }
        return wanted;
    }

    /**
     * One lane of each environment, then a second of each, and so on. Who is the first is drawn by
     * lot, so that where they are more than can be asked for at once, none is always left out.
     */
    private static List<Lane> inTurn(Collection<List<Lane>> environments) {
        List<List<Lane>> order = new ArrayList<>();
        environments.forEach(lanes -> order.add(shuffled(lanes)));
        Collections.shuffle(order, ThreadLocalRandom.current());
        List<Lane> inTurn = new ArrayList<>();
        for (int n = 0; !order.isEmpty(); n++) {
            int round = n;
            order.removeIf(lanes -> lanes.size() <= round);
            order.forEach(lanes -> inTurn.add(lanes.get(round)));
        }
        return inTurn;
    }

    private static List<Lane> shuffled(List<Lane> lanes) {
        List<Lane> shuffled = new ArrayList<>(lanes);
        Collections.shuffle(shuffled, ThreadLocalRandom.current());
        return shuffled;
    }

    private void forgetBacklogsBut(Set<Lane> due) {
        coldOnes.removeIf(target -> lanes.known(target).filter(due::contains).isEmpty());
        lanes.all().stream()
                .filter(lane -> !due.contains(lane))
                .forEach(lane -> lane.backlog(false));
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
