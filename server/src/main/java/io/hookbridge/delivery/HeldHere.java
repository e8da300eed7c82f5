package io.hookbridge.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.fair.Turns;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.Moves;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The messages that this node holds and knows of: those that wait in its lanes, are under way, or
 * are on their way back into the queue.
 */
final class HeldHere {

    /**
     * How long a message that nothing was written about may wait in memory: as long as it does, a
     * take-over would look through all that was accepted since.
     */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /**
     * How long it is remembered of a message that is not known here that it must not be sent: that
     * it came into this node's hands may be found out later.
     */
    private static final Duration STOPPED_FOR = Duration.ofMinutes(10);

    private final DueStore due;
    private final HolderStore holders;
    private final Supplier<UUID> node;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<UUID, Held> messages = new ConcurrentHashMap<>();
    private final Cache<UUID, Boolean> stopped;

    /**
     * @param fence of its row in the queue
     * @param hold of the watermark; null for one that is in the queue
     * @param since by the ticker, in nanoseconds
     */
    private record Held(int fence, Watermark.@Nullable Hold hold, long since) {}

    /**
     * @param node the id that stands in the rows of messages which are taken from now on
     */
    HeldHere(
            DueStore due,
            HolderStore holders,
            Supplier<UUID> node,
            InstantSource clock,
            Ticker ticker) {
        this.due = due;
        this.holders = holders;
        this.node = node;
        this.clock = clock;
        this.ticker = ticker;
        this.stopped =
                Caffeine.newBuilder()
                        .expireAfterWrite(STOPPED_FOR)
                        .ticker(ticker::nanos)
                        .executor(Runnable::run)
                        .build();
    }

    /** The targets that have messages due. */
    List<TargetId> dueTargets() {
        return due.dueTargets();
    }

    /**
     * Takes up to so many due messages of each target out of the database, with their payloads.
     *
     * @param mostBytes see {@link HolderStore#claim}
     * @param giveBacks gets what was taken and cannot be delivered now, also if this throws; nobody
     *     else would give it back, since its rows name a node that is alive
     * @param cold gets what is to be fetched from the cold storage first: environments take turns,
     *     and so do the targets of each
     */
    HolderStore.Claimed claim(
            Map<TargetId, Integer> wanted,
            long mostBytes,
            GiveBacks giveBacks,
            Consumer<DueStore.Cold> cold) {
        HolderStore.Claimed claimed =
                holders.claim(node.get(), wanted, mostBytes, clock.instant(), giveBacks::giveBack);
        DueStore.Read read;
        try {
            read = due.read(claimed.messages());
        } catch (RuntimeException | Error failure) {
            giveBacks.giveBack(claimed.messages());
            throw failure;
        }
        Set<TargetId> leftOver = new HashSet<>(claimed.leftOver());
        Throwable why = read.why();
        if (why != null) {
            giveBacks.unreadable(read.unreadable(), why);
            read.unreadable().forEach(message -> leftOver.add(message.target()));
        }
        CrashPoint.CLAIM_READ.pass();
        read.messages().forEach(message -> add(message, null));
        read.cold().forEach(each -> add(each.message(), null));
        inTurn(read.cold()).forEach(cold);
        return new HolderStore.Claimed(read.messages(), leftOver);
    }

    /** Whose ids are older would have all the places otherwise. */
    private static List<DueStore.Cold> inTurn(List<DueStore.Cold> cold) {
        return Turns.oneOfEach(
                Turns.oneOfEach(cold, each -> each.message().target()),
                each -> each.message().environment());
    }

    /**
     * Takes note of a message in this node's hands.
     *
     * @param hold of the watermark; null for one that is in the queue
     */
    void add(HeldMessage message, Watermark.@Nullable Hold hold) {
        messages.put(message.id().value(), new Held(message.fence(), hold, ticker.nanos()));
    }

    /**
     * A message is held no longer: what became of it is written down. Nothing happens if it has
     * come into this node's hands again meanwhile.
     */
    void remove(HeldMessage message) {
        Held held = messages.get(message.id().value());
        if (held != null
                && held.fence() == message.fence()
                && messages.remove(message.id().value(), held)
                && held.hold() != null) {
            held.hold().release();
        }
    }

    /** Nothing is held any more of what was taken until now: this server is another node soon. */
    void removeAll() {
        messages.clear();
    }

    /**
     * Whether the message, as it came into this node's hands, is still in them. One that was stored
     * for a former node of this server is not, however late that is found out: whoever takes that
     * node over delivers it.
     */
    boolean has(HeldMessage message) {
        Held held = messages.get(message.id().value());
        return held != null
                && held.fence() == message.fence()
                && message.holder().equals(node.get());
    }

    /** Whether an attempt at the message may begin. */
    boolean mayBegin(HeldMessage message) {
        return has(message) && !isStopped(message);
    }

    /**
     * Whether a message that waits is to be given back: nothing was written about it for too long,
     * or it was deleted, and its turn may come when that is not remembered any more.
     */
    boolean isToLeave(HeldMessage message) {
        return isStopped(message) || waitsTooLong(message);
    }

    private boolean waitsTooLong(HeldMessage message) {
        Held held = messages.get(message.id().value());
        return held != null
                && held.hold() != null
                && ticker.nanos() - held.since() > LONGEST_WAIT.toNanos();
    }

    /**
     * Has no attempt begin at these messages once this returns. What has begun ends.
     *
     * @param marked also some that are not known here, or not yet
     */
    void stop(Collection<Moves.Key> marked) {
        marked.forEach(message -> stopped.put(message.id().value(), true));
    }

    /** Whether an attempt at the message must not begin any more. */
    boolean isStopped(HeldMessage message) {
        // There is none, nearly always, and to see that costs less than to look for one.
        return !stopped.asMap().isEmpty() && stopped.getIfPresent(message.id().value()) != null;
    }
}
