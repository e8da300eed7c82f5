package io.hookbridge.inbound.receive;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.delivery.Intake;
import io.hookbridge.delivery.Reservation;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Makes messages of what was let in, and says what their senders are answered. */
public final class StoreReceived {

    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final int LONGEST_TYPE = 255;

    private final DeliveryTargets targets;
    private final Intake intake;
    private final SealedHeaders heads;
    private final SettleRepetitions repetitions;
    private final RecordRejections rejections;
    private final Consumer<InboundEndpoint> forListeners;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /**
     * @param forListeners is told of each endpoint for whose listeners something was stored; must
     *     not wait
     */
    public StoreReceived(
            SecretBox secrets,
            DeliveryTargets targets,
            Intake intake,
            SettleRepetitions repetitions,
            RecordRejections rejections,
            Consumer<InboundEndpoint> forListeners,
            InstantSource clock,
            MeterRegistry meters) {
        this.targets = targets;
        this.intake = intake;
        this.heads = new SealedHeaders(secrets);
        this.repetitions = repetitions;
        this.rejections = rejections;
        this.forListeners = forListeners;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Something that was let in.
     *
     * @param target where it goes
     */
    record Received(
            InboundGate gate,
            DeliveryTarget target,
            Judgement.Event event,
            Allowance allowance,
            Incoming request,
            String requestId) {

        private InboundEndpoint endpoint() {
            return gate.endpoint();
        }

        private Direction direction() {
            return endpoint().mode().direction();
        }
    }

    /**
     * Where what an endpoint received goes.
     *
     * @throws ApiError {@code NOT_FOUND} if the endpoint has just gone
     */
    DeliveryTarget target(InboundGate gate) {
        return targets.find(TargetId.of(gate.endpoint().id()))
                .orElseThrow(RejectionReason.ENDPOINT_NOT_FOUND::refusal);
    }

    /** Stores it; the future ends when that has committed, on the thread that stores, or later. */
    CompletableFuture<Reply> store(Received received) {
        Incoming request = received.request();
        Judgement.Event event = received.event();
        MessageHead head =
                new MessageHead.Received(
                        MaskedRequest.headers(request.headers(), request.query(), received.gate()),
                        MaskedRequest.query(request.query(), request.headers(), received.gate()),
                        request.source().toString(),
                        event.isVerified(),
                        event.isVerified()
                                ? received.gate().preset().map(it -> it.preset().id()).orElse(null)
                                : null,
                        event.type().orElse(null));
        byte[] sha256 = Sha256.of(request.body());
        return intake.accept(
                        received.target(),
                        HeldMessage.bytes(request.body().length, head),
                        reservation -> message(received, head, sha256, reservation))
                .thenCompose(taken -> answer(taken, received));
    }

    private NewMessage message(
            Received received, MessageHead head, byte[] sha256, Reservation reservation) {
        InboundGate gate = received.gate();
        Incoming request = received.request();
        Instant now = request.receivedAt();
        boolean isFetched = received.direction() == Direction.PULL;
        return new NewMessage(
                gate.environment().tenant(),
                gate.environment().id(),
                TargetId.of(gate.endpoint().id()),
                received.direction(),
                new MessageId(reservation.id()),
                now,
                contentType(request),
                request.body(),
                head,
                heads.sealHead(reservation.id(), head),
                sha256,
                received.event().key().orElse(null),
                received.event().signedSha256().orElse(null),
                now.plus(retention(received)),
                true,
                received.allowance(),
                isFetched ? told(received) : null,
                // A target that is remembered from before is no reason to deliver what is fetched.
                isFetched ? null : reservation.holder());
    }

    private NewMessage.Event told(Received received) {
        Duration took = Duration.between(received.request().receivedAt(), clock.instant());
        return new NewMessage.Event(
                received.event().type().orElse(null), (int) Math.max(0, took.toMillis()));
    }

    private static String contentType(Incoming request) {
        return request.header("Content-Type")
                .filter(type -> !type.isEmpty() && type.length() <= LONGEST_TYPE)
                .orElse(UNKNOWN_TYPE);
    }

    private static Duration retention(Received received) {
        int days = received.allowance().plan().limits().retentionDays();
        Integer own =
                received.direction() == Direction.PULL ? received.endpoint().retentionDays() : null;
        return Duration.ofDays(own == null ? days : Math.min(own, days));
    }

    private CompletableFuture<Reply> answer(Intake.Taken taken, Received received) {
        return switch (taken.outcome()) {
            case StoreOutcome.Stored _ -> {
                count("accepted");
                if (received.endpoint().mode() == InboundMode.CLI) {
                    forListeners.accept(received.endpoint());
                }
                yield CompletableFuture.completedFuture(reply(taken.id(), received));
            }
            case StoreOutcome.Repeated(MessageId first) -> repeated(first, false, received);
            // The sender calls it the same, so it is the same.
            case StoreOutcome.Mismatch(MessageId first) -> repeated(first, true, received);
            case StoreOutcome.Conflict _ -> throw ReceiveRoutes.deletedJustNow();
            case StoreOutcome.QuotaReached _ ->
                    throw ReceiveRoutes.usedUp(received.allowance(), clock.instant());
            case StoreOutcome.InDoubt doubt -> throw doubt.failure();
        };
    }

    /**
     * Answered once it is settled what the repetition brings about.
     *
     * @param differs whether it has another body than the first one
     */
    private CompletableFuture<Reply> repeated(MessageId first, boolean differs, Received received) {
        SettleRepetitions.Repetition repetition =
                new SettleRepetitions.Repetition(
                        received.gate().environment(),
                        TargetId.of(received.endpoint().id()),
                        received.event().key().orElseThrow(),
                        received.direction(),
                        first,
                        received.requestId());
        return repetitions
                .settle(repetition)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        count("put_off");
                    }
                })
                .thenCompose(fate ->
                        switch (fate) {
                            case NEW -> store(received);
                            case REPLAYED -> replyTo("replayed", first, differs, received);
                            case DUPLICATE -> replyTo("duplicate", first, differs, received);
                        });
    }

    private CompletableFuture<Reply> replyTo(
            String outcome, MessageId first, boolean differs, Received received) {
        count(outcome);
        if (differs) {
            // Its body is kept nowhere: whoever expects it has to see that.
            rejections.note(
                    RejectedRequest.of(
                            received.gate(),
                            RejectionReason.DUPLICATE_DIFFERS,
                            "another body came before under the same id, as message " + first,
                            received.request()));
        }
        return CompletableFuture.completedFuture(reply(first, received));
    }

    private static Reply reply(MessageId id, Received received) {
        return new Reply.Stored(
                id,
                received.endpoint().responseCode(),
                received.gate().preset().flatMap(it -> it.preset().answers().body()));
    }

    private void count(String outcome) {
        ReceiveMessages.count(meters, outcome);
    }
}
