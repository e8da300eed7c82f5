package io.hookbridge.delivery;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.fair.Memory;
import io.hookbridge.delivery.fair.Shares;
import io.hookbridge.delivery.fair.Shares.Share;
import io.hookbridge.delivery.fair.Turns;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All lanes of this node, and who begins an attempt next. While its environment has places for
 * attempts ({@link Shares}), a lane begins what it may. When it has none, its lanes wait for those
 * that become free, one attempt each: first the environments take turns, then their lanes. In a
 * {@link Burst} of messages that are being stored, some lanes pause.
 *
 * <p>Whatever happens to a lane happens on its loop ({@link LaneLoop}); all methods here may be
 * called by any thread, and none waits but {@link #clearAll}.
 */
final class Lanes {

    /**
     * The most attempts of this node that run or wait for their result to be written: who delivers
     * faster than the database records would only repeat the more after a crash.
     */
    static final int MOST_UNDER_WAY = 2048;

    private final Function<TargetId, CompletableFuture<Optional<DeliveryTarget>>> targets;
    private final Function<TargetId, Executor> loops;
    private final Starter starting;
    private final ScheduledExecutorService timer;
    private final Ticker ticker;
    private final Map<TargetId, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<Executor, LaneLoop> laneLoops = new ConcurrentHashMap<>();
    private final Turns<Share, Lane> turns = new Turns<>();
    private final Shares places = new Shares(MOST_UNDER_WAY);
    private final Shares coldPlaces = new Shares(ColdTurns.MOST);
    private final Memory memory;

    /** Those that a lane or a message on its way into the database refers to. */
    private final Cache<EnvironmentId, Lane.Owner> owners =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /**
     * @param targets as they are now, or as they will be read elsewhere; empty if there never was
     *     such a target
     * @param loops the event loop of each target, always the same; a few for all
     * @param timer wakes lanes that keep a pace, rest or pause
     * @param mostBytes how much memory messages may take that wait here or are under way
     */
    Lanes(
            Function<TargetId, CompletableFuture<Optional<DeliveryTarget>>> targets,
            Function<TargetId, Executor> loops,
            Starter starting,
            ScheduledExecutorService timer,
            Ticker ticker,
            long mostBytes) {
        this.targets = targets;
        this.loops = loops;
        this.starting = starting;
        this.timer = timer;
        this.ticker = ticker;
        this.memory = new Memory(mostBytes, starting::refill);
    }

    Lane lane(DeliveryTarget target) {
        Lane known = lanes.get(target.id());
        return known == null ? lane(target.id(), owner(target.environment())) : known;
    }

    private Lane lane(TargetId target, Lane.Owner owner) {
        return lanes.computeIfAbsent(
                target, id -> new Lane(id, owner, loop(loops.apply(id)), ticker));
    }

    private LaneLoop loop(Executor loop) {
        return laneLoops.computeIfAbsent(loop, _ -> new LaneLoop(loop, this::pump));
    }

    private Lane.Owner owner(Environment environment) {
        return owners.get(
                environment.id(),
                _ ->
                        new Lane.Owner(
                                memory.of(environment),
                                places.of(environment),
                                new Burst(ticker),
                                new ColdTurns(coldPlaces.of(environment), ticker)));
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    Optional<Lane> known(TargetId target) {
        return Optional.ofNullable(lanes.get(target));
    }

    /**
     * Takes note of a message that is on its way into the database.
     *
     * @return whose it is, for {@link #stored}
     */
    Lane.Owner storing(Environment environment) {
        Lane.Owner owner = owner(environment);
        if (owner.burst().storing()) {
            later(Burst.LONGEST_PAUSE, () -> goOn(owner.burst().over()));
        }
        return owner;
    }

    private void later(Duration time, Runnable task) {
        var _ = timer.schedule(task, time.toNanos(), NANOSECONDS);
    }

    /** Takes note that it has arrived there, or never will. */
    void stored(Lane.Owner owner) {
        goOn(owner.burst().stored());
    }

    private void goOn(List<Lane> lanes) {
        LaneLoop.onTheirLoops(lanes, this::pump);
    }

    /**
     * Keeps room for a message, in the lane that is returned, until {@link #fill} or {@link
     * #release} is called; empty if there is none.
     *
     * @param size see {@link HeldMessage#bytes}
     */
    Optional<Lane> reserve(DeliveryTarget target, int size) {
        Lane lane = lane(target);
        if (!lane.owner().memory().tryTake(size)) {
            lane.backlog(true);
            return Optional.empty();
        }
        if (!lane.reserve()) {
            giveBack(lane, size);
            return Optional.empty();
        }
        return Optional.of(lane);
    }

    void release(Lane lane, int size) {
        lane.release();
        giveBack(lane, size);
    }

    /** Takes the message that room was kept for. */
    void fill(Lane lane, HeldMessage message) {
        lane.loop().bring(lane, List.of(message));
    }

    /** Takes messages of one target that were fetched from the database. */
    void add(Lane known, List<HeldMessage> messages) {
        Lane lane = known;
        while (!lane.keep(messages.size())) {
            // It has gone since it was looked up; another takes its place.
            lanes.remove(lane.target(), lane);
            lane = lane(lane.target(), lane.owner());
        }
        Share share = lane.owner().memory();
        messages.forEach(message -> share.take(message.bytes()));
        lane.loop().bring(lane, messages);
    }

    /** Whether messages of the lane may be fetched, and it has room for some. */
    boolean mayFetch(Lane lane) {
        return lane.wanted() > 0 && memory.mayFetch(lane.owner().memory());
    }

    /** The memory of what waits here or is under way. */
    Memory memory() {
        return memory;
    }

    private void giveBack(Lane lane, int size) {
        memory.giveBack(lane.owner().memory(), size);
    }

    /** Begins what the lane may begin now. */
    private void pump(Lane lane) {
        if (mayBegin(lane)) {
            withTarget(lane, target -> target.ifPresent(active -> pump(lane, active)));
        }
    }

    private void pump(Lane lane, DeliveryTarget target) {
        Share own = lane.owner().places();
        if (!turns.isWaiting(own)) {
            while (mayBegin(lane) && own.mayTake()) {
                own.take(1);
                if (!startOne(lane, target)) {
                    giveBackPlace(lane);
                    return;
                }
            }
        }
        if (mayBegin(lane)) {
            enterTurn(lane);
        }
    }

    /** Whether only places or the target's pace may be missing. */
    private boolean mayBegin(Lane lane) {
        return lane.isReady() && starting.mayStart() && !lane.owner().burst().pauses(lane);
    }

    private void enterTurn(Lane lane) {
        if (lane.enterTurn()) {
            turns.add(lane.owner().places(), lane);
        }
        takeTurns();
    }

    /** Gives each place that is free to the lane whose turn it is. */
    private void takeTurns() {
        Optional<Lane> next = turns.next(Share::mayTake);
        while (next.isPresent()) {
            Lane lane = next.get();
            lane.owner().places().take(1);
            lane.loop().execute(() -> takeTurn(lane));
            next = turns.next(Share::mayTake);
        }
    }

    /** Begins an attempt with the place that was taken for it. */
    private void takeTurn(Lane lane) {
        lane.leaveTurn();
        withTarget(
                lane,
                target -> {
                    if (target.isPresent() && mayBegin(lane) && startOne(lane, target.get())) {
                        enterTurn(lane);
                    } else {
                        giveBackPlace(lane);
                    }
                });
    }

    private void giveBackPlace(Lane lane) {
        lane.owner().places().giveBack(1);
        takeTurns();
    }

    /**
     * Goes on, on the loop of the lane, with its target if something may be delivered there now; at
     * once if what is known of it is in memory.
     */
    private void withTarget(Lane lane, Consumer<Optional<DeliveryTarget>> next) {
        CompletableFuture<Optional<DeliveryTarget>> asked = targets.apply(lane.target());
        if (asked.isDone()) {
            next.accept(active(lane, asked));
        } else {
            var _ =
                    asked.whenComplete(
                            (_, _) -> lane.loop().execute(() -> next.accept(active(lane, asked))));
        }
    }

    private Optional<DeliveryTarget> active(
            Lane lane, CompletableFuture<Optional<DeliveryTarget>> answered) {
        if (answered.isCompletedExceptionally()) {
            // The database is away; the messages wait here until somebody looks again.
            return Optional.empty();
        }
        Optional<DeliveryTarget> active = answered.join().filter(target -> !target.paused());
        if (active.isEmpty()) {
            starting.giveBack(withoutMemory(lane, lane.clear()));
        }
        return active;
    }

    /** Whether an attempt was begun; its place is taken. */
    private boolean startOne(Lane lane, DeliveryTarget target) {
        return switch (lane.next(target)) {
            case Lane.Next.Start(HeldMessage message) -> {
                starting.start(lane, target, message);
                yield true;
            }
            case Lane.Next.Sleep(Duration time) -> {
                wakeAfter(time, lane);
                yield false;
            }
            case Lane.Next.Nothing _ -> false;
        };
    }

    private void wakeAfter(Duration time, Lane lane) {
        Runnable wake =
                () -> {
                    lane.wake();
                    pump(lane);
                };
        later(time, () -> lane.loop().execute(wake));
    }

    /** Takes note that the target is done with an attempt, and begins what may begin now. */
    void finished(Lane lane, Lane.Ending ending) {
        lane.loop()
                .execute(() -> {
                    lane.finished(ending);
                    pump(lane);
                    if (lane.needsRefill() && memory.mayFetch(lane.owner().memory())) {
                        starting.refill();
                    }
                });
    }

    /**
     * Takes back a message whose attempt could not be made because this server lacks something that
     * the next of its lane would lack as well: the lane rests. The message keeps its memory and
     * gives back its place. To be called on the loop of the lane.
     */
    void putOff(Lane lane, HeldMessage message) {
        lane.putOff(message);
        if (lane.sleep()) {
            wakeAfter(Lane.REST, lane);
        }
        giveBackPlace(lane);
    }

    /** Gives back the place and the memory of a message whose attempt is over and written down. */
    void done(Lane lane, HeldMessage message) {
        giveBack(lane, message.bytes());
        giveBackPlace(lane);
    }

    /** Gives back the memory of what was taken out of a lane. */
    private List<HeldMessage> withoutMemory(Lane lane, List<HeldMessage> messages) {
        messages.forEach(message -> giveBack(lane, message.bytes()));
        return messages;
    }

    /** Takes out everything that was brought here before and has not begun; waits for the loops. */
    List<HeldMessage> clearAll() {
        List<CompletableFuture<List<HeldMessage>>> cleared =
                laneLoops.values().stream()
                        .map(loop -> CompletableFuture.supplyAsync(() -> clear(loop), loop))
                        .toList();
        return cleared.stream().flatMap(messages -> messages.join().stream()).toList();
    }

    private List<HeldMessage> clear(LaneLoop loop) {
        loop.takeIn();
        return lanes.values().stream()
                .filter(lane -> lane.loop() == loop)
                .flatMap(lane -> withoutMemory(lane, lane.clear()).stream())
                .toList();
    }

    /** Has every lane begin what it may, and those go that nobody has used for long. */
    void tendAll() {
        LaneLoop.onTheirLoops(lanes.values().stream().filter(Lane::needsCare).toList(), this::tend);
    }

    private void tend(Lane lane) {
        if (lane.goes()) {
            lanes.remove(lane.target(), lane);
        } else {
            starting.giveBack(withoutMemory(lane, lane.clearThose(starting::isToLeave)));
            pump(lane);
        }
    }

    /** Whether attempts may begin now at all. */
    boolean mayStart() {
        return starting.mayStart();
    }

    /** How many attempts run or wait for their result to be written. */
    int underWay() {
        return (int) places.held();
    }

    /** How many messages wait in the lanes. */
    long waiting() {
        return lanes.values().stream().mapToLong(lane -> lane.state().waiting()).sum();
    }
}
