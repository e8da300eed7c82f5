package io.hookbridge.outbound.send;

import io.hookbridge.access.Environment;
import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.delivery.Intake;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreOutcome;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Accepts messages: when this says so, a message is stored durably and will be delivered. */
public final class AcceptMessages {

    private final DeliveryTargets targets;
    private final Allowances allowances;
    private final Intake intake;
    private final SealedHeaders sealedHeaders;
    private final InstantSource clock;

    public AcceptMessages(
            SecretBox secrets,
            DeliveryTargets targets,
            Allowances allowances,
            Intake intake,
            InstantSource clock) {
        this.targets = targets;
        this.allowances = allowances;
        this.intake = intake;
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

    /**
     * Accepts several; each stands for itself, and what became of each is known when this returns.
     */
    List<SendOutcome> acceptAll(Environment environment, List<SendBody.Item.Asked> requests) {
        Allowance allowance = allowance(environment);
        List<CompletableFuture<SendOutcome>> begun = new ArrayList<>();
        Optional<RuntimeException> trouble = Optional.empty();
        for (SendBody.Item.Asked request : requests) {
            try {
                begun.add(
                        trouble.isPresent()
                                ? CompletableFuture.failedFuture(trouble.get())
                                : begin(environment, request, allowance));
            } catch (RuntimeException failure) {
                begun.add(CompletableFuture.failedFuture(failure));
                // Each of the others would wait for the database as long as this one has.
                trouble = DatabaseTrouble.of(failure).map(_ -> failure);
            }
        }
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
                                found.environment().equals(environment)
                                        && found.direction() == Direction.OUTBOUND
                                        && !found.deleted());
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
        return intake.accept(
                        target.get(),
                        HeldMessage.bytes(request.payload().length, head),
                        reservation ->
                                new NewMessage(
                                        environment.tenant(),
                                        environment.id(),
                                        target.get().id(),
                                        Direction.OUTBOUND,
                                        new MessageId(reservation.id()),
                                        now,
                                        SendBody.CONTENT_TYPE,
                                        request.payload(),
                                        head,
                                        sealedHeaders.sealHead(reservation.id(), head),
                                        sha256,
                                        request.idempotencyKey(),
                                        null,
                                        now.plus(retention),
                                        keep,
                                        allowance,
                                        null,
                                        reservation.holder()))
                .thenApply(taken -> answer(taken, allowance));
    }

    private static SendOutcome answer(Intake.Taken taken, Allowance allowance) {
        return switch (taken.outcome()) {
            case StoreOutcome.Stored _ -> new SendOutcome.Accepted(taken.id());
            case StoreOutcome.Repeated(MessageId original) -> new SendOutcome.Accepted(original);
            case StoreOutcome.Mismatch _ -> new SendOutcome.IdempotencyMismatch();
            case StoreOutcome.Conflict _ -> new SendOutcome.IdempotencyConflict();
            case StoreOutcome.QuotaReached _ -> new SendOutcome.QuotaReached(allowance);
            case StoreOutcome.InDoubt doubt -> throw doubt.failure();
        };
    }

    private static SendOutcome finished(CompletableFuture<SendOutcome> begun) {
        try {
            return begun.join();
        } catch (CompletionException failure) {
            return new SendOutcome.Failed(GroupCommit.unchecked(failure.getCause()));
        }
    }
}
