package io.hookbridge.delivery;

import io.hookbridge.base.TargetId;
import io.hookbridge.db.Database;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The messages that this node holds and knows of: those that wait in its lanes or are under way. A
 * row that names the node although it is not among them is lost.
 */
final class HeldHere implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeldHere.class);

    /** A row that this node held for so long without knowing of it is lost. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(1);

    /** The most messages that are given back with one statement of {@link #expired}. */
    private static final int LARGEST = 256;

    /** Nobody waits for them, and a resumed target may have thousands. */
    private static final Duration GATHER = Duration.ofMillis(15);

    private final DueStore due;
    private final HolderStore holders;
    private final Supplier<UUID> node;
    private final InstantSource clock;
    private final GroupCommit<HeldMessage> expired;

    /** The fences of the messages by their ids. */
    private final Map<UUID, Integer> fences = new ConcurrentHashMap<>();

    /**
     * @param node the id that stands in the rows of messages which are taken from now on
     */
    HeldHere(
            DueStore due,
            HolderStore holders,
            Supplier<UUID> node,
            InstantSource clock,
            MeterRegistry meters) {
        this.due = due;
        this.holders = holders;
        this.node = node;
        this.clock = clock;
        this.expired =
                new GroupCommit<>(
                        "expired",
                        LARGEST,
                        GATHER,
                        meters,
                        messages -> free(messages, clock.instant().plus(LOST_AFTER)));
    }

    /** The targets that have messages due. */
    List<TargetId> dueTargets() {
        return due.dueTargets(clock.instant());
    }

    /**
     * Takes up to so many due messages of each target out of the database, with their payloads.
     *
     * @param mostBytes see {@link HolderStore#claim}
     */
    HolderStore.Claimed claim(Map<TargetId, Integer> wanted, long mostBytes) {
        HolderStore.Claimed claimed = holders.claim(node.get(), wanted, mostBytes, clock.instant());
        List<HeldMessage> messages = due.withPayloads(claimed.messages());
        messages.forEach(this::add);
        return new HolderStore.Claimed(messages, claimed.leftOver());
    }

    /** Takes note of a message that was stored with this node as its holder. */
    void add(HeldMessage message) {
        fences.put(message.id().value(), message.fence());
    }

    /** A message is held no longer, unless it has come into this node's hands again meanwhile. */
    void remove(HeldMessage message) {
        fences.remove(message.id().value(), message.fence());
    }

    /** Nothing is held any more of what was taken until now: this server is another node soon. */
    void removeAll() {
        fences.clear();
    }

    /** Whether the message, as it came into this node's hands, is still in them. */
    boolean has(HeldMessage message) {
        return has(message.held());
    }

    private boolean has(HolderStore.Held row) {
        return Integer.valueOf(row.fence()).equals(fences.get(row.id()));
    }

    /** Gives messages back that were not tried; any node may take them. */
    void giveBack(List<HeldMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        messages.forEach(this::remove);
        try {
            free(messages, clock.instant());
        } catch (RuntimeException failure) {
            notGivenBack(messages.size(), failure);
        }
    }

    /**
     * Gives back a message whose payload is over, together with others: retention will give it up,
     * until then it is taken once a minute. Ends when that is written, or has turned out to be
     * impossible; never fails.
     */
    CompletableFuture<Void> giveBackExpired(HeldMessage message) {
        return expired.submit(message)
                .exceptionally(failure -> {
                    notGivenBack(1, GroupCommit.unchecked(failure));
                    return null;
                });
    }

    private void free(List<HeldMessage> messages, Instant dueAt) {
        holders.free(messages.stream().map(HeldMessage::held).toList(), dueAt);
    }

    /** The rows still name this node: they are freed when nobody here knows the messages. */
    private static void notGivenBack(int messages, RuntimeException failure) {
        if (!Database.isOutage(failure)) {
            log.warn("{} messages could not be given back yet", messages, failure);
        }
    }

    /** Gives back everything whose row names this node. */
    void giveBackAll() {
        holders.giveBackAll(node.get(), clock.instant());
    }

    /** Frees what nodes held that are no more; whether there was anything. */
    boolean takeOver() {
        int taken = holders.takeOver(clock.instant());
        if (taken > 0) {
            log.info("{} messages of a server that is gone are free again", taken);
        }
        return taken > 0;
    }

    /** Frees what is lost, because its commit was in doubt; whether there was anything. */
    boolean freeLost() {
        List<HolderStore.Held> lost =
                holders.heldSince(node.get(), clock.instant().minus(LOST_AFTER)).stream()
                        .filter(row -> !has(row))
                        .toList();
        if (lost.isEmpty()) {
            return false;
        }
        log.info("{} messages were stored but not known here, they are free again", lost.size());
        holders.free(lost, clock.instant());
        return true;
    }

    /** Gives back what waits for that, and takes nothing more to be given back together. */
    @Override
    public void close() {
        expired.close();
    }
}
