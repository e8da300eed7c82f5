package io.hookbridge.outbound.send;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreMessages;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Accepts messages: when this says so, a message is stored durably and will be delivered. */
public final class AcceptMessages implements AutoCloseable {

    private final DeliveryTargets targets;
    private final Allowances allowances;
    private final Delivery delivery;
    private final StoreMessages messages;
    private final SealedHeaders sealedHeaders;
    private final Uuid7 ids;
    private final InstantSource clock;

    public AcceptMessages(
            Jdbi jdbi,
            SecretBox secrets,
            DeliveryTargets targets,
            Allowances allowances,
            Delivery delivery,
            Uuid7 ids,
            InstantSource clock,
            MeterRegistry meters) {
        this.targets = targets;
        this.allowances = allowances;
        this.delivery = delivery;
        this.messages = new StoreMessages(jdbi, clock, meters);
        this.sealedHeaders = new SealedHeaders(secrets);
        this.ids = ids;
        this.clock = clock;
    }

    /** Accepts one message; returns when it is stored. */
    SendOutcome accept(Environment environment, SendBody.Item.Asked request) {
        return finished(begin(environment, request, allowance(environment)));
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
        MessageId id = new MessageId(ids.next());
        byte[] sealed = sealedHeaders.sealOfPayload(id.value(), request.headers());
        byte[] sha256 = Sha256.of(request.payload());
        // Nothing that can fail stands between this and its end.
        Delivery.Reservation reservation =
                delivery.reserve(
                        target.get(),
                        HeldMessage.bytes(request.payload().length, request.headers()));
        NewMessage message =
                new NewMessage(
                        environment.tenant(),
                        environment.id(),
                        target.get().id(),
                        target.get().direction(),
                        id,
                        now,
                        SendBody.CONTENT_TYPE,
                        request.payload(),
                        request.headers(),
                        sealed,
                        sha256,
                        request.idempotencyKey(),
                        now.plus(retention),
                        keep,
                        allowance,
                        reservation.holder());
        return store(message)
                .whenComplete((outcome, _) -> {
                    if (outcome instanceof StoreOutcome.Stored) {
                        reservation.deliver(message);
                    } else {
                        reservation.release();
                    }
                })
                .thenApply(outcome -> answer(message, outcome));
    }

    /** A failure is one of the future, too, so that the reservation ends with it. */
    private CompletableFuture<StoreOutcome> store(NewMessage message) {
        try {
            return messages.store(message);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static SendOutcome answer(NewMessage message, StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Stored _ -> new SendOutcome.Accepted(message.id());
            case StoreOutcome.Repeated(MessageId original) -> new SendOutcome.Accepted(original);
            case StoreOutcome.Mismatch _ -> new SendOutcome.IdempotencyMismatch();
            case StoreOutcome.Conflict _ -> new SendOutcome.IdempotencyConflict();
            case StoreOutcome.QuotaReached _ -> new SendOutcome.QuotaReached(message.allowance());
        };
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
