package io.hookbridge.delivery;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Ticker;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreMessages;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Stores messages and hands them to the engine, whichever way they came in: those of all callers
 * together, so that they share transactions.
 */
public final class Intake implements AutoCloseable {

    /** How long a caller waits to learn whether a commit that was in doubt took place. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(10);

    private final Delivery delivery;
    private final StoreMessages messages;
    private final MessageTraces traces;
    private final InstantSource clock;

    /**
     * @param indexed whether payloads are to be found by what they say
     */
    public Intake(
            Jdbi jdbi,
            Delivery delivery,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters,
            MessageTraces traces,
            boolean indexed) {
        this.delivery = delivery;
        this.traces = traces;
        this.clock = clock;
        this.messages = new StoreMessages(jdbi, clock, ticker, meters, indexed);
    }

    /**
     * What became of a message.
     *
     * @param id that it has, if it is stored
     */
    public record Taken(MessageId id, StoreOutcome outcome) {}

    /**
     * Accepts one message; the future ends when it is stored, on the thread that stores, or is not.
     * It never ends with {@link StoreOutcome.InDoubt}: what is still in doubt after some seconds is
     * a failure for the caller.
     *
     * @param bytes how much memory it takes, see {@link io.hookbridge.message.HeldMessage#bytes}
     * @param message makes the message with the id and the holder of its reservation
     */
    public CompletableFuture<Taken> accept(
            DeliveryTarget target, int bytes, Function<Reservation, NewMessage> message) {
        Reservation reservation = delivery.reserve(target, bytes);
        NewMessage made;
        try {
            made = message.apply(reservation);
        } catch (RuntimeException | Error failure) {
            reservation.release();
            throw failure;
        }
        return traced(made)
                .whenComplete((outcome, _) -> end(reservation, made, outcome))
                .thenCompose(Intake::known)
                .thenApply(outcome -> new Taken(made.id(), outcome));
    }

    private CompletableFuture<StoreOutcome> traced(NewMessage message) {
        if (!traces.isOn()) {
            return store(message);
        }
        Instant begun = clock.instant();
        return store(message)
                .whenComplete((outcome, _) -> {
                    if (outcome instanceof StoreOutcome.Stored) {
                        traces.stored(message, begun, clock.instant());
                    }
                });
    }

    /** A failure is one of the future, too, so that the reservation ends with it. */
    private CompletableFuture<StoreOutcome> store(NewMessage message) {
        try {
            return messages.store(message);
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /**
     * @param outcome null if nothing was stored
     */
    private static void end(
            Reservation reservation, NewMessage message, @Nullable StoreOutcome outcome) {
        switch (outcome) {
            case StoreOutcome.InDoubt doubt -> {
                // The place is kept, and the message delivered from it if it is stored after all.
                var _ =
                        doubt.outcome()
                                .whenComplete((ended, _) -> end(reservation, message, ended));
            }
            case StoreOutcome.Stored(boolean held) when held -> reservation.deliver(message);
            case StoreOutcome.Stored _ when message.event() == null -> reservation.queued();
            case null, default -> reservation.release();
        }
    }

    private static CompletableFuture<StoreOutcome> known(StoreOutcome outcome) {
        CrashPoint.ACCEPT_HANDED_OVER.pass();
        if (!(outcome instanceof StoreOutcome.InDoubt doubt)) {
            return CompletableFuture.completedFuture(outcome);
        }
        return doubt.outcome()
                .copy()
                .completeOnTimeout(null, LONGEST_DOUBT.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(ended -> {
                    if (ended == null) {
                        throw doubt.failure();
                    }
                    return known(ended);
                });
    }

    /** Stores what waits and takes nothing more. */
    @Override
    public void close() {
        messages.close();
    }
}
