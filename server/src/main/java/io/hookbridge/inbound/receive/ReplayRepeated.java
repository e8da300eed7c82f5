package io.hookbridge.inbound.receive;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.delivery.fair.Turns;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.MessageStore;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.action.Replays;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Replays a message that was given up when its sender sends it once more: whoever presses
 * "redeliver" at the provider wants it to arrive. The sender is answered when that is settled, and
 * told to come again if it cannot be, so that none is lost behind a success.
 *
 * <p>Few are looked at at once. Tenants take turns, and of each only so many wait: one whose sender
 * repeats everything is in nobody else's way.
 */
public final class ReplayRepeated {

    static final int MOST_AT_ONCE = 8;

    /** Of one tenant. */
    static final int MOST_WAITING = 64;

    private static final Actor SENDER = new Actor(Actor.Kind.SYSTEM, "redelivery");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Look look;
    private final Turns<TenantId, Repeated> turns = new Turns<>();
    private final Map<TenantId, Integer> waiting = new HashMap<>();
    private int atWork;

    /** Replays what was given up. May block. */
    @FunctionalInterface
    interface Look {

        /** Whether it was, and is tried once more. */
        boolean replay(Environment environment, MessageId original, String requestId);
    }

    private record Repeated(
            Environment environment,
            MessageId original,
            String requestId,
            CompletableFuture<Boolean> settled) {

        TenantId tenant() {
            return environment.tenant();
        }
    }

    public ReplayRepeated(Jdbi jdbi, Replays replays) {
        this(new InDatabase(new MessageStore(jdbi), replays)::replay);
    }

    ReplayRepeated(Look look) {
        this.look = look;
    }

    /**
     * Never waits.
     *
     * @return whether the message is tried once more; ends with an {@link ApiError} {@code
     *     SERVICE_UNAVAILABLE} if too many of the same tenant wait, or with what kept it from being
     *     looked at
     */
    CompletableFuture<Boolean> repeated(
            Environment environment, MessageId original, String requestId) {
        Repeated repeated =
                new Repeated(environment, original, requestId, new CompletableFuture<>());
        if (!add(repeated)) {
            return CompletableFuture.failedFuture(tooMany());
        }
        return repeated.settled();
    }

    private synchronized boolean add(Repeated repeated) {
        if (waiting.getOrDefault(repeated.tenant(), 0) == MOST_WAITING) {
            return false;
        }
        waiting.merge(repeated.tenant(), 1, Integer::sum);
        turns.add(repeated.tenant(), repeated);
        if (atWork < MOST_AT_ONCE) {
            atWork++;
            var _ = Thread.ofVirtual().name("redeliveries").start(this::work);
        }
        return true;
    }

    private void work() {
        for (Repeated next = take(); next != null; next = take()) {
            try {
                next.settled()
                        .complete(
                                look.replay(next.environment(), next.original(), next.requestId()));
            } catch (Throwable failure) {
                next.settled().completeExceptionally(failure);
            }
        }
    }

    private synchronized @Nullable Repeated take() {
        Repeated next = turns.next(_ -> true).orElse(null);
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

    private record InDatabase(MessageStore messages, Replays replays) {

        boolean replay(Environment environment, MessageId original, String requestId) {
            return isGivenUp(environment, original)
                    && replays.replayDeadLetter(
                                    new Requester(
                                            environment.tenant(),
                                            environment.id(),
                                            Direction.INBOUND,
                                            SENDER,
                                            requestId),
                                    original)
                            instanceof ReplayOutcome.Queued;
        }

        private boolean isGivenUp(Environment environment, MessageId original) {
            return messages.find(environment.id(), Direction.INBOUND, original)
                    .filter(message -> message.status() == MessageStatus.FAILED_PERMANENT)
                    .filter(message -> message.deletion() == null)
                    .isPresent();
        }
    }
}
