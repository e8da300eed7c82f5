package io.hookbridge.delivery;

import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The event loop that some lanes belong to. What other threads have for them goes through here; who
 * brings many messages in a row wakes the loop once.
 */
final class LaneLoop implements Executor {

    private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);

    private final Executor loop;
    private final Consumer<Lane> arrived;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private @Nullable Thread thread;

    private record Arrival(Lane lane, HeldMessage message) {}

    /**
     * @param loop does one thing after the other, on one thread
     * @param arrived told on the loop of each lane into which messages have come
     */
    LaneLoop(Executor loop, Consumer<Lane> arrived) {
        this.loop = loop;
        this.arrived = arrived;
    }

    /** Does {@code task} with each lane, on its loop. */
    static void onTheirLoops(Collection<Lane> lanes, Consumer<Lane> task) {
        lanes.stream()
                .collect(Collectors.groupingBy(Lane::loop))
                .forEach((loop, own) -> loop.execute(() -> each(own, task)));
    }

    /** Does {@code task} with each lane; what is wrong with one keeps no other waiting. */
    private static void each(Collection<Lane> lanes, Consumer<Lane> task) {
        for (Lane lane : lanes) {
            try {
                task.accept(lane);
            } catch (RuntimeException | Error bug) {
                log.error("the deliveries to target {} cannot go on", lane.target(), bug);
            }
        }
    }

    /** Does {@code task} on the loop, soon; never at once, even there. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Has messages put into a lane of this loop, behind those that were brought before. */
    void bring(Lane lane, Collection<HeldMessage> messages) {
        messages.forEach(message -> arrivals.add(new Arrival(lane, message)));
        if (told.compareAndSet(false, true)) {
            loop.execute(this::takeIn);
        }
    }

    /** Puts what was brought until now into its lanes; to be called on the loop. */
    void takeIn() {
        // Before the look, so that the loop is told again of what comes after it.
        told.set(false);
        Set<Lane> lanes = new LinkedHashSet<>();
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            next.lane().add(next.message());
            lanes.add(next.lane());
        }
        each(lanes, arrived);
    }

    /**
     * Whether the current thread is the loop's: the one on which this was asked first. To be
     * asserted where what belongs to the loop is touched.
     */
    boolean isHere() {
        Thread here = Thread.currentThread();
        if (thread == null) {
            thread = here;
        }
        return here.equals(thread);
    }
}
