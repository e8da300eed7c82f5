package io.hookbridge.db;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Writes what many callers bring in few transactions: whatever has gathered while the last batch
 * was being committed becomes the next one.
 *
 * <p>A commit costs one flush of the write-ahead log and one round of statements however many rows
 * it holds, so under load they are shared: when items come faster than they are written, the writer
 * gathers before each transaction for as long as many more keep coming, or until the time for that
 * is up. A single caller waits for nobody. If a batch fails, each of its items is tried once more
 * alone, so that one bad item fails only itself; not if the database is away, or if it is in doubt
 * whether the batch was committed after all. Where the database is several servers and one of them
 * is away, what belongs to the others is written.
 *
 * <p>How much may wait is for the callers to bound: as many as run at once, each with its items.
 *
 * @param <T> what is written
 */
public final class GroupCommit<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /**
     * How long a transaction under load waits for more.
     *
     * @param longest at most, and less after a small batch
     * @param looks how often in that time it is looked whether many more keep coming; 1 to wait for
     *     all of it
     */
    public record Gathering(Duration longest, int looks) {

        /** What callers who wait for an answer can spare, in exchange for most of the work. */
        public static final Gathering SHORT = new Gathering(Duration.ofMillis(24), 12);

        /** For what nobody waits for. */
        public static Gathering allOf(Duration time) {
            return new Gathering(time, 1);
        }

        private Duration pause() {
            return longest.dividedBy(looks);
        }

        private int looksAfter(int last) {
            long worth = WORTH_OF_AN_ITEM.toNanos() * last;
            return Math.clamp(worth / Math.max(1, pause().toNanos()), 1, looks);
        }
    }

    /** So many between two looks are not many, and less than this part of those that wait. */
    private static final int FEW = 2;

    private static final int SMALL_PART = 32;

    /**
     * For each item of the last batch the next one may wait so long: a transaction costs about as
     * much processor time as that, and the fewer share it, the less is saved by waiting.
     */
    private static final Duration WORTH_OF_AN_ITEM = Duration.ofNanos(750_000);

    /**
     * The most bytes in one transaction, and one item: the driver and PostgreSQL each copy them.
     */
    static final long MOST_BYTES = 8L * 1024 * 1024;

    private record Waiting<T>(T item, CompletableFuture<Void> written) {}

    private final Consumer<List<T>> write;
    private final Timer transactions;
    private final DistributionSummary items;
    private final int largest;
    private final ToIntFunction<? super T> bytes;
    private final Function<? super T, ?> group;
    private final Gathering gathering;
    private final BlockingQueue<Waiting<T>> queue = new LinkedBlockingQueue<>();
    private final Thread writer;

    private volatile boolean stopping;
    private volatile boolean ended;

    /**
     * @param name what is written, for the thread's name and the meters
     * @param largest the most items in one transaction
     * @param write writes all the items in one transaction, or throws and writes none
     */
    public GroupCommit(
            String name,
            int largest,
            Gathering gathering,
            MeterRegistry meters,
            Consumer<List<T>> write) {
        this(name, largest, _ -> 0, _ -> "", gathering, meters, write);
    }

    /**
     * The same for items that may be large.
     *
     * @param bytes of an item; a transaction that has {@link #MOST_BYTES} or more takes no other
     */
    public GroupCommit(
            String name,
            int largest,
            ToIntFunction<? super T> bytes,
            Gathering gathering,
            MeterRegistry meters,
            Consumer<List<T>> write) {
        this(name, largest, bytes, _ -> "", gathering, meters, write);
    }

    /**
     * The same for items that not any transaction can write.
     *
     * @param group of an item; a transaction has items of one group only
     */
    public GroupCommit(
            String name,
            int largest,
            ToIntFunction<? super T> bytes,
            Function<? super T, ?> group,
            Gathering gathering,
            MeterRegistry meters,
            Consumer<List<T>> write) {
        this.bytes = bytes;
        this.group = group;
        this.gathering = gathering;
        this.write = write;
        this.transactions =
                Timer.builder("hookbridge.group.commit")
                        .description("Time of one transaction that several callers share")
                        .tag("what", name)
                        .register(meters);
        this.items =
                DistributionSummary.builder("hookbridge.group.commit.items")
                        .description("How many callers' items one transaction holds")
                        .tag("what", name)
                        .register(meters);
        this.largest = largest;
        this.writer = Thread.ofPlatform().name("commit-" + name).daemon().start(this::run);
    }

    /**
     * Returns when {@code item} is committed.
     *
     * @throws IllegalStateException when this was closed; nothing was written
     * @throws RuntimeException what the write threw for this item
     */
    public void commit(T item) {
        try {
            submit(item).join();
        } catch (CompletionException failure) {
            throw unchecked(failure.getCause());
        }
    }

    /**
     * Has {@code item} written with the next transaction; the future ends when it is committed, or
     * with what {@link #commit} throws.
     */
    public CompletableFuture<Void> submit(T item) {
        if (stopping) {
            return CompletableFuture.failedFuture(noMore());
        }
        Waiting<T> waiting = new Waiting<>(item, new CompletableFuture<>());
        queue.add(waiting);
        if (ended) {
            refuseRest();
        }
        return waiting.written();
    }

    /** The failure of a future, to be thrown where it is waited for. */
    public static RuntimeException unchecked(@Nullable Throwable failure) {
        return failure instanceof RuntimeException known
                ? known
                : new IllegalStateException("the write failed", failure);
    }

    /** How many items wait to be written. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        List<Waiting<T>> batch = new ArrayList<>(largest);
        while (!stopping || !queue.isEmpty()) {
            int last = batch.size();
            batch.clear();
            try {
                Waiting<T> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
            } catch (InterruptedException interrupted) {
                // Only close() ends this thread, and only when the queue is empty.
                continue;
            }
            if (last > FEW) {
                gather(last);
            }
            fill(batch);
            writeBatch(batch);
        }
        ended = true;
        refuseRest();
    }

    /**
     * Waits while many more keep coming. So callers who come again as soon as they were answered
     * are waited for, and not much longer; and of those who come at a steady rate as many are taken
     * as are worth the wait.
     */
    private void gather(int last) {
        int looks = gathering.looksAfter(last);
        int waiting = queue.size();
        for (int look = 0; look < looks && waiting < largest; look++) {
            int before = waiting;
            LockSupport.parkNanos(gathering.pause().toNanos());
            waiting = queue.size();
            if (waiting - before < Math.max(FEW, before / SMALL_PART)) {
                return;
            }
        }
    }

    private void fill(List<Waiting<T>> batch) {
        T first = batch.getFirst().item();
        long size = bytes.applyAsInt(first);
        while (batch.size() < largest && size < MOST_BYTES) {
            Waiting<T> next = queue.peek();
            if (next == null || !group.apply(next.item()).equals(group.apply(first))) {
                return;
            }
            // The same: nobody else takes anything out before the end.
            queue.remove();
            batch.add(next);
            size += bytes.applyAsInt(next.item());
        }
    }

    /** For those who came between the last look at the queue and the end. */
    private void refuseRest() {
        for (Waiting<T> late = queue.poll(); late != null; late = queue.poll()) {
            late.written().completeExceptionally(noMore());
        }
    }

    private static IllegalStateException noMore() {
        return new IllegalStateException("no more writes are taken");
    }

    private void writeBatch(List<Waiting<T>> batch) {
        items.record(batch.size());
        try {
            transactions.record(() -> write.accept(batch.stream().map(Waiting::item).toList()));
            batch.forEach(waiting -> waiting.written().complete(null));
        } catch (RuntimeException failure) {
            if (batch.size() == 1
                    || failure instanceof DoubtException
                    || (Database.isOutage(failure) && !Database.isElsewhere(failure))) {
                batch.forEach(waiting -> waiting.written().completeExceptionally(failure));
            } else {
                log.warn("a batch of {} failed, writing its items one by one", batch.size());
                batch.forEach(waiting -> writeBatch(List.of(waiting)));
            }
        } catch (Error failure) {
            // Thrown on, it would end the writer, and whoever comes later would wait for ever.
            log.error("a batch of {} failed", batch.size(), failure);
            batch.forEach(waiting -> waiting.written().completeExceptionally(failure));
        }
    }

    /** Takes no more items, writes those that wait, and returns. */
    @Override
    public void close() {
        stopping = true;
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
