package io.hookbridge.outbound.send;

import io.hookbridge.access.Environment;
import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.Reservation;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreMessages;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Accepts messages: when this says so, a message is stored durably and will be delivered. */
public final class AcceptMessages implements AutoCloseable {

    /** How long a caller waits to learn whether a commit that was in doubt took place. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(10);

    private final DeliveryTargets targets;
    private final Allowances allowances;
    private final Delivery delivery;
    private final StoreMessages messages;
    private final SealedHeaders sealedHeaders;
    private final InstantSource clock;

    public AcceptMessages(
            Jdbi jdbi,
            SecretBox secrets,
            DeliveryTargets targets,
            Allowances allowances,
            Delivery delivery,
            InstantSource clock,
            MeterRegistry meters) {
        this.targets = targets;
        this.allowances = allowances;
        this.delivery = delivery;
        this.messages = new StoreMessages(jdbi, clock, meters);
        this.sealedHeaders = new SealedHeaders(secrets);
        this.clock = clock;
    }

    /**
     * Accepts one message; the future ends when it is stored, on the thread that stores.
     *
     * @throws WouldBlockException on a thread that must not wait, if something has to be read
     *     first; nothing was done
     */
    CompletableFuture<SendOutcome> accept(Environment environment, SendBody.Item.Asked request) {
        return begin(environment, request, allowance(environment));
    }

    /** Accepts several; each stands for itself, and all are stored when this returns. */
    List<SendOutcome> acceptAll(Environment environment, List<SendBody.Item.Asked> requests) {
        Allowance allowance = allowance(environment);
        List<CompletableFuture<SendOutcome>> begun =
                requests.stream().map(request -> begin(environment, request, allowance)).toList();
        return begun.stream().map(AcceptMessages::finished).toList();
    }

    private Allowance allowance(Environment environment) {
        return allowances.of(environment.tenant(), environment.mode());
    }

    private CompletableFuture<SendOutcome> begin(
            Environment environment, SendBody.Item.Asked request, Allowance allowance) {
        Optional<DeliveryTarget> target =
                EndpointId.parse(request.endpoint())
                        .map(TargetId::of)
                        .flatMap(targets::find)
                        .filter(found ->
                                found.environment().equals(environment) && !found.deleted());
        if (target.isEmpty()) {
            return CompletableFuture.completedFuture(new SendOutcome.UnknownEndpoint());
        }
        int mostHours = (int) Duration.ofDays(allowance.plan().limits().retentionDays()).toHours();
        Integer hours = request.retentionHours();
        if (hours != null && hours > mostHours) {
            return CompletableFuture.completedFuture(new SendOutcome.RetentionTooLong(mostHours));
        }
        boolean keep = hours == null || hours > 0;
        Duration retention = Duration.ofHours(hours != null && keep ? hours : mostHours);
        Instant now = clock.instant();
        byte[] sha256 = Sha256.of(request.payload());
        MessageHead head = new MessageHead.Sent(request.headers());
        Reservation reservation =
                delivery.reserve(target.get(), HeldMessage.bytes(request.payload().length, head));
        NewMessage message;
        try {
            message =
                    new NewMessage(
                            environment.tenant(),
                            environment.id(),
                            target.get().id(),
                            target.get().direction(),
                            new MessageId(reservation.id()),
                            now,
                            SendBody.CONTENT_TYPE,
                            request.payload(),
                            head,
                            sealedHeaders.sealHead(reservation.id(), head),
                            sha256,
                            request.idempotencyKey(),
                            now.plus(retention),
                            keep,
                            allowance,
                            null,
                            reservation.holder());
        } catch (RuntimeException | Error failure) {
            reservation.release();
            throw failure;
        }
        return store(message)
                .whenComplete((outcome, _) -> end(reservation, message, outcome))
                .thenCompose(outcome -> answer(message, outcome));
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
            case StoreOutcome.Stored _ -> reservation.queued();
            case null, default -> reservation.release();
        }
    }

    /** A failure is one of the future, too, so that the reservation ends with it. */
    private CompletableFuture<StoreOutcome> store(NewMessage message) {
        try {
            return messages.store(message);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static CompletableFuture<SendOutcome> answer(NewMessage message, StoreOutcome outcome) {
        CrashPoint.ACCEPT_HANDED_OVER.pass();
        return switch (outcome) {
            case StoreOutcome.Stored _ -> now(new SendOutcome.Accepted(message.id()));
            case StoreOutcome.Repeated(MessageId original) ->
                    now(new SendOutcome.Accepted(original));
            case StoreOutcome.Mismatch _ -> now(new SendOutcome.IdempotencyMismatch());
            case StoreOutcome.Conflict _ -> now(new SendOutcome.IdempotencyConflict());
            case StoreOutcome.QuotaReached _ ->
                    now(new SendOutcome.QuotaReached(message.allowance()));
            case StoreOutcome.InDoubt doubt ->
                    doubt.outcome()
                            .copy()
                            .completeOnTimeout(
                                    null, LONGEST_DOUBT.toMillis(), TimeUnit.MILLISECONDS)
                            .thenCompose(ended -> {
                                if (ended == null) {
                                    throw doubt.failure();
                                }
                                return answer(message, ended);
                            });
        };
    }

    private static CompletableFuture<SendOutcome> now(SendOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static SendOutcome finished(CompletableFuture<SendOutcome> begun) {
        try {
            return begun.join();
        } catch (CompletionException failure) {
            throw GroupCommit.unchecked(failure.getCause());
        }
    }

    /** Stores what waits and takes nothing more. */
    @Override
    public void close() {
        messages.close();
    }
}
