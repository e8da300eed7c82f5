package io.hookbridge.outbound.send;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.delivery.DeliverAtOnce;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.Accept;
import io.hookbridge.message.AcceptOutcome;
import io.hookbridge.message.NewMessage;
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
public final class Send implements AutoCloseable {

    private final DeliveryTargets targets;
    private final Allowances allowances;
    private final DeliverAtOnce delivery;
    private final Accept accept;
    private final SealedHeaders sealedHeaders;
    private final Uuid7 ids;
    private final InstantSource clock;

    public Send(
            Jdbi jdbi,
            SecretBox secrets,
            DeliveryTargets targets,
            Allowances allowances,
            DeliverAtOnce delivery,
            Uuid7 ids,
            InstantSource clock,
            MeterRegistry meters) {
        this.targets = targets;
        this.allowances = allowances;
        this.delivery = delivery;
        this.accept = new Accept(jdbi, clock, meters);
        this.sealedHeaders = new SealedHeaders(secrets);
        this.ids = ids;
        this.clock = clock;
    }

    /** Sends one message; returns when it is stored. */
    SendOutcome send(Environment environment, SendRequest request) {
        return finished(begin(environment, request, allowance(environment)));
    }

    /** Sends several; each stands for itself, and all are stored when this returns. */
    List<SendOutcome> sendAll(Environment environment, List<SendRequest> requests) {
        Allowance allowance = allowance(environment);
        List<CompletableFuture<SendOutcome>> begun =
                requests.stream().map(request -> begin(environment, request, allowance)).toList();
        return begun.stream().map(Send::finished).toList();
    }

    private Allowance allowance(Environment environment) {
        return allowances.of(environment.tenant(), environment.mode());
    }

    private CompletableFuture<SendOutcome> begin(
            Environment environment, SendRequest request, Allowance allowance) {
        Optional<DeliveryTarget> target =
                EndpointId.parse(request.endpoint())
                        .flatMap(targets::find)
                        .filter(found ->
                                found.environment().equals(environment.id()) && !found.deleted());
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
        NewMessage message =
                new NewMessage(
                        environment.tenant(),
                        environment.id(),
                        target.get().id(),
                        id,
                        now,
                        request.payload(),
                        request.headers(),
                        sealedHeaders.sealOfPayload(id.value(), request.headers()),
                        Sha256.of(request.payload()),
                        request.idempotencyKey(),
                        now.plus(retention),
                        keep,
                        allowance,
                        delivery.reserve(target.get(), request.payload().length).orElse(null));
        return accept.store(message)
                .whenComplete(
                        (outcome, _) -> handOver(message, outcome instanceof AcceptOutcome.Stored))
                .thenApply(outcome -> answer(message, outcome));
    }

    private void handOver(NewMessage message, boolean stored) {
        if (!stored) {
            delivery.release(message);
        } else if (message.holder() == null) {
            delivery.stored(message);
        } else {
            delivery.deliver(message);
        }
    }

    private static SendOutcome answer(NewMessage message, AcceptOutcome outcome) {
        return switch (outcome) {
            case AcceptOutcome.Stored _ -> new SendOutcome.Accepted(message.id());
            case AcceptOutcome.Repeated(MessageId original) -> new SendOutcome.Accepted(original);
            case AcceptOutcome.Mismatch _ -> new SendOutcome.IdempotencyMismatch();
            case AcceptOutcome.Conflict _ -> new SendOutcome.IdempotencyConflict();
            case AcceptOutcome.QuotaReached _ -> new SendOutcome.QuotaReached(message.allowance());
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
        accept.close();
    }
}
