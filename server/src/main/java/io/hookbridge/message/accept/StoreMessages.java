package io.hookbridge.message.accept;

import io.hookbridge.access.TenantSide;
import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.usage.UsageStore;
import io.hookbridge.db.Bulkheads;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.db.HotStatement;
import io.hookbridge.message.FencedException;
import io.hookbridge.message.NodeWrites;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Stores messages: those of many callers together in one transaction with their count, their
 * idempotency keys and the usage of their tenants, so that whoever gets an answer has a message
 * that survives everything short of losing the database.
 */
public final class StoreMessages implements AutoCloseable {

    /** The most messages in one transaction. */
    private static final int LARGEST = 512;

    /** So many are inserted sooner one by one than by a COPY. */
    private static final int FEW = 4;

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private static final StoreOutcome HELD = new StoreOutcome.Stored(true);
    private static final StoreOutcome IN_QUEUE = new StoreOutcome.Stored(false);

    /** An idempotency key lives as long as its message's payload, and at least this long. */
    private static final Duration SHORTEST_KEY_LIFE = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final NodeWrites writes;
    private final boolean indexed;
    private final Bulkheads<Waiting> writer;

    /** The messages of each tenant's present period as the last transaction here found them. */
    private final Map<TenantSide, Counted> counted = new ConcurrentHashMap<>();

    /**
     * @param period its first day
     */
    private record Counted(LocalDate period, long messages) {}

    /** A message and, once it is written, what became of it. */
    private static final class Waiting {

        private final NewMessage message;
        private StoreOutcome outcome = IN_QUEUE;

        Waiting(NewMessage message) {
            this.message = message;
        }
    }

    /**
     * @param indexed whether payloads are to be found by what they say
     */
    public StoreMessages(
            Jdbi jdbi, InstantSource clock, Ticker ticker, MeterRegistry meters, boolean indexed) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.indexed = indexed;
        this.writes = new NodeWrites(jdbi);
        this.writer =
                new Bulkheads<>(
                        jdbi,
                        waiting -> waiting.message.environment(),
                        ticker,
                        this::write,
                        write ->
                                new GroupCommit<>(
                                        "messages",
                                        LARGEST,
                                        waiting -> waiting.message.payload().length,
                                        GroupCommit.Gathering.SHORT,
                                        meters,
                                        write));
    }

    /**
     * Stores {@code message} with the next transaction. The future ends exceptionally when nothing
     * was stored.
     *
     * @throws IllegalArgumentException if it is to be fetched and has a holder, who would deliver
     *     it
     */
    public CompletableFuture<StoreOutcome> store(NewMessage message) {
        if (message.event() != null && message.holder() != null) {
            throw new IllegalArgumentException("what is to be fetched is delivered by nobody");
        }
        if (isKnownToBeOver(message)) {
            return CompletableFuture.supplyAsync(() -> withoutRoom(message), OWN_THREADS);
        }
        Waiting waiting = new Waiting(message);
        return writer.submit(waiting)
                .handle((_, failure) -> {
                    if (failure == null) {
                        return waiting.outcome;
                    }
                    if (failure instanceof QuotaReachedException) {
                        return new StoreOutcome.QuotaReached();
                    }
                    if (failure instanceof DoubtException doubt) {
                        return new StoreOutcome.InDoubt(
                                doubt,
                                doubt.written()
                                        .thenApply(written -> {
                                            if (!written) {
                                                throw doubt;
                                            }
                                            return waiting.outcome;
                                        }));
                    }
                    throw GroupCommit.unchecked(failure);
                });
    }

    /** What was accepted before is told again, whatever has been used up since. */
    private StoreOutcome withoutRoom(NewMessage message) {
        if (message.idempotencyKey() == null) {
            return new StoreOutcome.QuotaReached();
        }
        Map<UUID, IdempotencyKeyStore.Known> known =
                jdbi.withHandle(handle ->
                        IdempotencyKeyStore.known(handle, List.of(message), clock.instant()));
        IdempotencyKeyStore.Known original = known.get(message.id().value());
        return original == null ? new StoreOutcome.QuotaReached() : repeated(message, original);
    }

    /** Spares the database the messages of a tenant that has nothing left. */
    private boolean isKnownToBeOver(NewMessage message) {
        Counted known = counted.get(side(message));
        return known != null
                && known.period()
                        .equals(Allowance.period(message.allowance().mode(), message.createdAt()))
                && message.allowance().messages(known.messages(), 1)
                        instanceof Allowance.Verdict.Refused;
    }

    private void write(List<Waiting> batch) {
        UUID node = null;
        for (Waiting waiting : batch) {
            // This server may have become a new node meanwhile; the last one is the youngest.
            node = waiting.message.holder() == null ? node : waiting.message.holder();
        }
        try {
            write(batch, node);
        } catch (FencedException fenced) {
            // The messages are as good as any; only nobody holds them.
            write(batch, null);
        }
    }

    private void write(List<Waiting> batch, @Nullable UUID node) {
        var _ =
                writes.run(
                        node,
                        handle -> isWritten(handle, batch),
                        handle -> {
                            CrashPoint.ACCEPT_LOCKED.pass();
                            List<NewMessage> fresh = claimKeys(handle, batch, node);
                            CrashPoint.ACCEPT_KEYS_TAKEN.pass();
                            if (goTogether(fresh, node)) {
                                insertTogether(handle, fresh);
                            } else if (!fresh.isEmpty()) {
                                NewMessageStore.insert(
                                        handle, fresh, node, clock.instant(), indexed);
                                countUsage(handle, fresh);
                            }
                            CrashPoint.ACCEPT_USED.pass();
                            return fresh.size();
                        });
        CrashPoint.ACCEPT_COMMITTED.pass();
    }

    /** One row tells of all: a transaction is written whole. */
    private static boolean isWritten(Handle handle, List<Waiting> batch) {
        return batch.stream()
                .filter(waiting -> waiting.outcome instanceof StoreOutcome.Stored)
                .findFirst()
                .map(waiting -> NewMessageStore.isStored(handle, waiting.message))
                .orElse(true);
    }

    private static StoreOutcome stored(NewMessage message, @Nullable UUID node) {
        return message.holder() != null && message.holder().equals(node) ? HELD : IN_QUEUE;
    }

    /** The messages that are new; the outcome of the others is set. */
    private List<NewMessage> claimKeys(Handle handle, List<Waiting> batch, @Nullable UUID node) {
        record Key(EnvironmentId environment, TargetId target, String key) {}
        Map<Key, List<Waiting>> byKey = new LinkedHashMap<>();
        List<NewMessage> fresh = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            NewMessage message = waiting.message;
            // The batch may be written a second time, after a failure.
            waiting.outcome = stored(message, node);
            String remembered = message.rememberedBy();
            if (remembered == null) {
                fresh.add(message);
            } else {
                Key key = new Key(message.environment(), message.target(), remembered);
                byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(waiting);
            }
        }
        if (byKey.isEmpty()) {
            return fresh;
        }
        Instant now = clock.instant();
        List<NewMessage> first =
                byKey.values().stream()
                        .map(waiting -> waiting.getFirst().message)
                        // One order for all nodes, so that two never wait for each other.
                        .sorted(
                                Comparator.comparing((NewMessage m) -> m.target().value())
                                        .thenComparing(m -> String.valueOf(m.rememberedBy())))
                        .toList();
        List<Instant> untils = first.stream().map(message -> keyUntil(message, now)).toList();
        Set<UUID> taken = IdempotencyKeyStore.take(handle, first, untils, now);
        List<NewMessage> comparable =
                first.stream()
                        .filter(message -> message.signedSha256() != null)
                        .filter(message -> taken.contains(message.id().value()))
                        .toList();
        if (!comparable.isEmpty()) {
            IdempotencyKeyStore.noteSameBytes(handle, comparable);
        }
        List<NewMessage> refused =
                first.stream().filter(message -> !taken.contains(message.id().value())).toList();
        Map<UUID, IdempotencyKeyStore.Known> known =
                refused.isEmpty() ? Map.of() : IdempotencyKeyStore.known(handle, refused, now);
        for (List<Waiting> same : byKey.values()) {
            NewMessage leader = same.getFirst().message;
            boolean isNew = taken.contains(leader.id().value());
            if (isNew) {
                fresh.add(leader);
            }
            IdempotencyKeyStore.@Nullable Known original =
                    isNew
                            ? new IdempotencyKeyStore.Known(leader.id().value(), leader.sha256())
                            : known.get(leader.id().value());
            for (Waiting waiting : isNew ? same.subList(1, same.size()) : same) {
                waiting.outcome = repeated(waiting.message, original);
            }
        }
        return fresh;
    }

    private static Instant keyUntil(NewMessage message, Instant now) {
        Instant shortest = now.plus(SHORTEST_KEY_LIFE);
        return message.payloadExpiresAt().isAfter(shortest) ? message.payloadExpiresAt() : shortest;
    }

    private static StoreOutcome repeated(
            NewMessage message, IdempotencyKeyStore.@Nullable Known original) {
        if (original == null) {
            return new StoreOutcome.Conflict();
        }
        MessageId first = new MessageId(original.message());
        return MessageDigest.isEqual(original.sha256(), message.sha256())
                ? new StoreOutcome.Repeated(first)
                : new StoreOutcome.Mismatch(first);
    }

    /**
     * Of a few, as a server gets them that is not busy, if nothing is to be done but the usual: all
     * are in the hands of this node, and none has an event.
     */
    private static boolean goTogether(List<NewMessage> fresh, @Nullable UUID node) {
        if (node == null || fresh.isEmpty() || fresh.size() > FEW) {
            return false;
        }
        TenantSide side = side(fresh.getFirst());
        return side.mode() == Mode.LIVE
                && fresh.stream()
                        .allMatch(message ->
                                node.equals(message.holder()) && side(message).equals(side));
    }

    /** Waits for PostgreSQL once, where a COPY and its counts take four times. */
    private void insertTogether(Handle handle, List<NewMessage> messages) {
        TenantSide side = side(messages.getFirst());
        Instant now = clock.instant();
        HotStatement.Together together = new HotStatement.Together();
        NewMessageStore.insertHeld(together, messages, indexed);
        List<Long> count = UsageStore.addBelowShares(together, accepted(side, messages), now);
        together.run(handle);
        // One step here.
        CrashPoint.ACCEPT_COPIED.pass();
        CrashPoint.ACCEPT_QUEUED.pass();
        CrashPoint.ACCEPT_COUNTED.pass();
        if (count.isEmpty()) {
            countUsage(handle, messages);
        } else {
            judge(handle, side, messages, count.getFirst(), now);
        }
    }

    /** Last, because the count locks a row of each tenant until the commit. */
    private void countUsage(Handle handle, List<NewMessage> messages) {
        Map<TenantSide, List<NewMessage>> bySide = new LinkedHashMap<>();
        for (NewMessage message : messages) {
            bySide.computeIfAbsent(side(message), _ -> new ArrayList<>()).add(message);
        }
        Instant now = clock.instant();
        Map<TenantSide, Long> counts =
                UsageStore.add(
                        handle,
                        bySide.entrySet().stream()
                                .map(entry -> accepted(entry.getKey(), entry.getValue()))
                                .toList(),
                        now);
        counts.forEach((side, count) ->
                judge(handle, side, Objects.requireNonNull(bySide.get(side)), count, now));
    }

    private static UsageStore.Accepted accepted(TenantSide side, List<NewMessage> own) {
        return new UsageStore.Accepted(side.tenant(), own.size(), own.getFirst().allowance());
    }

    /**
     * Whether the plan allows what was counted.
     *
     * @param count of all messages of the period, {@code own} included
     */
    private void judge(
            Handle handle, TenantSide side, List<NewMessage> own, long count, Instant now) {
        int added = own.size();
        LocalDate period = Allowance.period(side.mode(), now);
        if (own.getFirst().allowance().messages(count - added, added)
                instanceof Allowance.Verdict.Refused) {
            counted.put(side, new Counted(period, count - added));
            // Undoes the transaction; the writer then tries each message of it alone.
            throw new QuotaReachedException();
        }
        // No sooner: who counted what was then not stored would refuse it from now on.
        var _ = handle.afterCommit(() -> counted.put(side, new Counted(period, count)));
    }

    private static TenantSide side(NewMessage message) {
        return new TenantSide(message.tenant(), message.allowance().mode());
    }

    private static final class QuotaReachedException extends RuntimeException {

        QuotaReachedException() {
            super("the plan allows no more messages in this period", null, false, false);
        }
    }

    /** Stores what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
