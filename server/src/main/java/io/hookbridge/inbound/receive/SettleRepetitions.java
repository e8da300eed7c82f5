package io.hookbridge.inbound.receive;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.fair.Turns;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Requester;
import io.hookbridge.message.accept.IdempotencyKeyStore;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.action.Replays;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Says what becomes of an event that its sender sends once more, and replays the message that was
 * given up: whoever presses "redeliver" at the provider wants it to arrive. The sender is answered
 * when that is settled, and told to come again if it cannot be, so that none is lost behind a
 * success.
 *
 * <p>Few are looked at at once. Tenants take turns, and of each only so many wait: one whose sender
 * repeats everything is in nobody else's way.
 */
public final class SettleRepetitions {

    static final int MOST_AT_ONCE = 8;

    /** Of one tenant. */
    static final int MOST_WAITING = 64;

    private static final Actor SENDER = new Actor(Actor.Kind.SYSTEM, "redelivery");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Look look;
    private final Turns<TenantId, Waiting> turns = new Turns<>();
    private final Map<TenantId, Integer> waiting = new HashMap<>();
    private int atWork;

    /**
     * An event that came before.
     *
     * @param key that both have
     * @param way that the endpoint's messages go now
     * @param first what the event became when it came first
     */
    record Repetition(
            Environment environment,
            TargetId endpoint,
            String key,
            Direction way,
            MessageId first,
            String requestId) {}

    /** What becomes of it. */
    enum Fate {
        /** Nothing: the first one has arrived, or still may. */
        DUPLICATE,
        /** The first one was given up, and is tried once more. */
        REPLAYED,
        /** The first one goes nowhere any more; it has lost its key, for this one to take. */
        NEW
    }

    /** Looks at the first one. May block. */
    @FunctionalInterface
    interface Look {

        Fate fate(Repetition repetition);
    }

    private record Waiting(Repetition repetition, CompletableFuture<Fate> settled) {

        TenantId tenant() {
            return repetition.environment().tenant();
        }
    }

    public SettleRepetitions(Jdbi jdbi, Replays replays) {
        this(new InDatabase(jdbi, replays)::fate);
    }

    SettleRepetitions(Look look) {
        this.look = look;
    }

    /**
     * Never waits.
     *
     * @return ends with an {@link ApiError} {@code SERVICE_UNAVAILABLE} if too many of the same
     *     tenant wait, or with what kept the first one from being looked at
     */
    CompletableFuture<Fate> settle(Repetition repetition) {
        Waiting next = new Waiting(repetition, new CompletableFuture<>());
        return add(next) ? next.settled() : CompletableFuture.failedFuture(tooMany());
    }

    private synchronized boolean add(Waiting last) {
        if (waiting.getOrDefault(last.tenant(), 0) == MOST_WAITING) {
            return false;
        }
        waiting.merge(last.tenant(), 1, Integer::sum);
        turns.add(last.tenant(), last);
        if (atWork < MOST_AT_ONCE) {
            atWork++;
            var _ = Thread.ofVirtual().name("redeliveries").start(this::work);
        }
        return true;
    }

    private void work() {
        for (Waiting next = take(); next != null; next = take()) {
            try {
                next.settled().complete(look.fate(next.repetition()));
            } catch (Throwable failure) {
                next.settled().completeExceptionally(failure);
            }
        }
    }

    private synchronized @Nullable Waiting take() {
        Waiting next = turns.next(_ -> true).orElse(null);
        if (next == null) {
            atWork--;
        } else {
            waiting.computeIfPresent(next.tenant(), (_, many) -> many == 1 ? null : many - 1);
        }
        return next;
    }

    private static ApiError tooMany() {
        return new ApiError(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "too many requests that came before are repeated at once, send it again")
                .retryAfter(SOON);
    }

    private record InDatabase(Jdbi jdbi, Replays replays) {

        Fate fate(Repetition repetition) {
            Fate fate =
                    new MessageStore(jdbi)
                            .find(
                                    repetition.environment().id(),
                                    Direction.INBOUND,
                                    repetition.first())
                            .map(first -> fate(repetition, first))
                            // What was stored to be fetched can be, whatever the mode is now.
                            .orElse(Fate.DUPLICATE);
            if (fate == Fate.NEW) {
                freeKey(repetition);
            }
            return fate;
        }

        private Fate fate(Repetition repetition, Message first) {
            if (first.deletion() != null) {
                return Fate.NEW;
            }
            return switch (first.status()) {
                case SUCCEEDED -> Fate.DUPLICATE;
                case QUEUED, PAUSED, DELIVERING, PENDING_RETRY ->
                        canArrive(repetition) ? Fate.DUPLICATE : Fate.NEW;
                case FAILED_PERMANENT -> canArrive(repetition) ? replayed(repetition) : Fate.NEW;
            };
        }

        /** What was to be forwarded or listened to waits in vain where all is fetched now. */
        private static boolean canArrive(Repetition repetition) {
            return repetition.way() == Direction.INBOUND;
        }

        private Fate replayed(Repetition repetition) {
            Environment environment = repetition.environment();
            Requester by =
                    new Requester(
                            environment.tenant(),
                            environment.id(),
                            Direction.INBOUND,
                            SENDER,
                            repetition.requestId());
            return switch (replays.replayDeadLetter(by, repetition.first())) {
                case ReplayOutcome.Queued _ -> Fate.REPLAYED;
                case ReplayOutcome.UnderWay _ -> Fate.DUPLICATE;
                case ReplayOutcome.NotFound _ -> Fate.NEW;
                // It is no dead letter any more; else its payload is gone, which came again now.
                case ReplayOutcome.Refused refused ->
                        refused.code() == ErrorCode.INVALID_REQUEST ? Fate.DUPLICATE : Fate.NEW;
            };
        }

        private void freeKey(Repetition repetition) {
            jdbi.useTransaction(handle ->
                    IdempotencyKeyStore.free(
                            handle,
                            Stream.of(
                                    new IdempotencyKeyStore.Taken(
                                            repetition.environment().id(),
                                            repetition.endpoint(),
                                            repetition.key(),
                                            repetition.first()))));
        }
    }
}
