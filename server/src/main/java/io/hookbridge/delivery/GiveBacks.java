package io.hookbridge.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.MessageId;
import io.hookbridge.db.Database;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.message.FencedException;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Gives messages back that this node holds and does not deliver, many together: they wait in the
 * queue then. Does not give up while this server is the node that holds them, because nobody else
 * would deliver them.
 */
final class GiveBacks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GiveBacks.class);

    private static final int LARGEST = 512;

    /** Nobody waits for them, and a resumed target may have thousands. */
    private static final GroupCommit.Gathering GATHERING =
            GroupCommit.Gathering.allOf(Duration.ofMillis(15));

    /** How long no node takes a message with which something is wrong that may last. */
    static final Duration REST = Duration.ofMinutes(1);

    /** Of so many it is remembered that they were told of. */
    private static final int REMEMBERED = 10_000;

    /** The pause before one is written once more. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HolderStore holders;
    private final HeldHere held;
    private final Supplier<UUID> node;
    private final InstantSource clock;
    private final GroupCommit<HolderStore.Returned> writer;
    private final Counter unreadable;
    private final Cache<MessageId, Boolean> toldUnreadable =
            Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();
    private volatile boolean stopping;

    /**
     * @param node the id that this server has now
     */
    GiveBacks(
            HolderStore holders,
            HeldHere held,
            Supplier<UUID> node,
            InstantSource clock,
            MeterRegistry meters) {
        this.holders = holders;
        this.held = held;
        this.node = node;
        this.clock = clock;
        this.unreadable =
                Counter.builder("hookbridge.delivery.unreadable")
                        .description("Messages that were due and could not be read")
                        .register(meters);
        this.writer =
                new GroupCommit<>(
                        "give-backs",
                        LARGEST,
                        _ -> 0,
                        item -> item.message().holder(),
                        GATHERING,
                        meters,
                        this::write);
    }

    /**
     * Gives {@code message} back; the future ends, and never fails, when it is in this node's hands
     * no more.
     *
     * @param rest how long no node takes it
     */
    CompletableFuture<Void> giveBack(HeldMessage message, Duration rest) {
        HolderStore.Returned item = new HolderStore.Returned(message, rest);
        CompletableFuture<Void> over = new CompletableFuture<>();
        var _ =
                writer.submit(item)
                        .whenComplete((_, failure) -> {
                            if (failure == null) {
                                end(message, over);
                            } else {
                                Thread.ofVirtual()
                                        .start(() -> {
                                            insist(item, GroupCommit.unchecked(failure));
                                            end(message, over);
                                        });
                            }
                        });
        return over;
    }

    /** Gives {@code messages} back soon, for any node to take. */
    void giveBack(List<HeldMessage> messages) {
        for (HeldMessage message : messages) {
            var _ = giveBack(message, Duration.ZERO);
        }
    }

    /**
     * Gives messages back that cannot be read. They are tried once a minute, until retention gives
     * them up, and told of the first time only.
     *
     * @param why the failure with one of them
     */
    void unreadable(List<HeldMessage> messages, Throwable why) {
        List<MessageId> untold =
                messages.stream()
                        .map(HeldMessage::id)
                        .filter(id -> toldUnreadable.asMap().putIfAbsent(id, true) == null)
                        .toList();
        if (!untold.isEmpty()) {
            unreadable.increment(untold.size());
            log.error(
                    "{} messages that are due cannot be read and are tried again every minute, among them {}",
                    untold.size(),
                    untold.getLast(),
                    why);
        }
        for (HeldMessage message : messages) {
            var _ = giveBack(message, REST);
        }
    }

    private void end(HeldMessage message, CompletableFuture<Void> over) {
        held.remove(message);
        over.complete(null);
    }

    /** Tries again and again while this server is the holder, and so the only one that can. */
    private void insist(HolderStore.Returned item, RuntimeException firstFailure) {
        RuntimeException failure = firstFailure;
        boolean told = false;
        while (!stopping && !took(failure) && node.get().equals(item.message().holder())) {
            if (!told && !Database.isOutage(failure)) {
                log.warn("message {} could not be given back yet", item.message().id(), failure);
                told = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                writer.commit(item);
                return;
            } catch (RuntimeException again) {
                failure = again;
            }
        }
    }

    /** Whether it turned out to be written after all. */
    private static boolean took(RuntimeException failure) {
        return failure instanceof DoubtException doubt && doubt.written().join();
    }

    /** All of one node; see {@link RecordAttempts}. */
    private void write(List<HolderStore.Returned> items) {
        UUID holder = items.getFirst().message().holder();
        try {
            holders.giveBack(holder, items, clock.instant());
        } catch (FencedException fenced) {
            log.info("{} messages are in other hands already", items.size());
        }
    }

    /** Gives back what waits for that, and takes nothing more. */
    @Override
    public void close() {
        stopping = true;
        writer.close();
    }
}
