package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages that many threads bring to the lanes of two loops, while lanes come and go. */
@Tag("unit")
class LanesOnLoopsTest {

    private static final int SENDERS = 4;
    private static final int BATCHES = 10;

    /** Of {@link #SENDERS} at once more than make a burst. */
    private static final int BATCH = 300;

    private static final int MESSAGES = SENDERS * BATCHES * BATCH;

    /** So many are under way before the first ends, so that some lanes wait for their turn. */
    private static final int MANY = 1200;

    private static final List<DeliveryTarget> TARGETS =
            IntStream.range(0, 150)
                    .mapToObj(n ->
                            LaneTest.target(
                                    new TargetId(new UUID(9, n)), LaneTest.environment(n % 3)))
                    .toList();

    private static final Map<TargetId, DeliveryTarget> BY_ID =
            TARGETS.stream().collect(Collectors.toMap(DeliveryTarget::id, Function.identity()));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<ExecutorService> loops =
            List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Begun> underWay = new LinkedBlockingQueue<>();
    private final Queue<UUID> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Lanes lanes =
            new Lanes(
                    this::ask,
                    target -> loops.get(Math.floorMod(target.hashCode(), loops.size())),
                    new Starting(),
                    timer,
                    nanos::get,
                    MESSAGES * 200L);

    private record Begun(Lane lane, HeldMessage message) {}

    @AfterEach
    void stop() {
        timer.shutdownNow();
        loops.forEach(ExecutorService::shutdownNow);
        others.shutdownNow();
    }

    /** Every third time it is read elsewhere. */
    private CompletableFuture<Optional<DeliveryTarget>> ask(TargetId target) {
        Optional<DeliveryTarget> known = Optional.ofNullable(BY_ID.get(target));
        return asked.incrementAndGet() % 3 == 0
                ? CompletableFuture.supplyAsync(() -> known, others)
                : CompletableFuture.completedFuture(known);
    }

    @Test
    void each_message_begins_once_and_whatever_was_taken_is_given_back() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int n = 0; n < SENDERS; n++) {
            int sender = n;
            all.add(CompletableFuture.runAsync(() -> send(sender), others));
        }
        all.add(CompletableFuture.runAsync(this::tend, others));
        all.add(CompletableFuture.runAsync(this::end, others));
        all.forEach(CompletableFuture::join);

        assertThat(ended).hasSize(MESSAGES).doesNotHaveDuplicates();
        Patience.until("all places are free", () -> lanes.underWay() == 0);
        assertThat(lanes.memory().held()).isZero();
        nanos.addAndGet(Lane.UNUSED.toNanos());
        Patience.until(
                "no lane is left",
                () -> {
                    lanes.tendAll();
                    return lanes.all().isEmpty();
                });
    }

    private void send(int sender) {
        for (int n = 0; n < BATCHES; n++) {
            int first = (sender * BATCHES + n) * BATCH;
            List<Runnable> arrivals =
                    IntStream.range(first, first + BATCH).mapToObj(this::stored).toList();
            arrivals.forEach(Runnable::run);
        }
    }

    /** Has a message stored; what is returned delivers it. */
    private Runnable stored(int number) {
        DeliveryTarget target = TARGETS.get(number % TARGETS.size());
        HeldMessage message = LaneTest.message(target, number, new byte[2]);
        Lane.Owner owner = lanes.storing(target.environment());
        Optional<Lane> place = lanes.reserve(target, message.bytes());
        return () -> {
            place.ifPresentOrElse(lane -> lanes.fill(lane, message), () -> fetch(target, message));
            lanes.stored(owner);
        };
    }

    private void fetch(DeliveryTarget target, HeldMessage message) {
        Lane lane = lanes.lane(target);
        lanes.add(lane, List.of(message));
        lane.backlog(false);
    }

    /** Only for a while, because it would hide that something else has not been noticed. */
    private void tend() {
        while (begun.get() < MESSAGES / 2) {
            nanos.addAndGet(Lane.UNUSED.toNanos());
            lanes.tendAll();
            loops.forEach(loop -> CompletableFuture.runAsync(() -> {}, loop).join());
        }
    }

    private void end() {
        Patience.until("many are under way", () -> underWay.size() >= MANY);
        for (int n = 0; n < MESSAGES; n++) {
            Begun next = next();
            ended.add(next.message().id().value());
            lanes.finished(next.lane(), Lane.Ending.KEPT_UP);
            lanes.done(next.lane(), next.message());
        }
    }

    private Begun next() {
        try {
            Begun next = underWay.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("after %s have ended", ended.size()).isNotNull();
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private final class Starting implements Starter {

        @Override
        public void start(Lane lane, DeliveryTarget target, HeldMessage message) {
            begun.incrementAndGet();
            underWay.add(new Begun(lane, message));
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void refill() {}

        @Override
        public boolean isToLeave(HeldMessage message) {
            return false;
        }

        @Override
        public void giveBack(List<HeldMessage> messages) {}
    }
}
