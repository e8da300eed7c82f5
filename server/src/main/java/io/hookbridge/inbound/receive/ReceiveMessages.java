package io.hookbridge.inbound.receive;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.delivery.ForwardedHeaders;
import io.hookbridge.delivery.Intake;
import io.hookbridge.delivery.Reservation;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.inbound.endpoint.EventTypeRule;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.verify.Outcome;
import io.hookbridge.inbound.verify.preset.Answers;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Lets requests in: when this says so, a message is stored durably and will be forwarded, listened
 * to or fetched.
 */
public final class ReceiveMessages {

    /** The longest body, in bytes: 10 MiB. */
    static final int LONGEST_BODY = 10 * 1024 * 1024;

    /** From so many forwards by servers like this one on, a request goes in a circle. */
    private static final int MOST_HOPS = 5;

    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final int LONGEST_TYPE = 255;

    private final InboundGates gates;
    private final IngestUrl ingest;
    private final DeliveryTargets targets;
    private final Allowances allowances;
    private final Intake intake;
    private final SealedHeaders heads;
    private final TokenBuckets<String> strangers;
    private final RecordRejections rejections;
    private final ReplayRepeated replayRepeated;
    private final Consumer<InboundEndpoint> forListeners;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /**
     * @param strangers how often a network may ask for endpoints that do not exist, see {@link
     *     IpAddress#network}
     * @param forListeners is told of each endpoint for whose listeners something was stored; must
     *     not wait
     */
    public ReceiveMessages(
            SecretBox secrets,
            InboundGates gates,
            IngestUrl ingest,
            DeliveryTargets targets,
            Allowances allowances,
            Intake intake,
            TokenBuckets<String> strangers,
            RecordRejections rejections,
            ReplayRepeated replayRepeated,
            Consumer<InboundEndpoint> forListeners,
            InstantSource clock,
            MeterRegistry meters) {
        this.gates = gates;
        this.ingest = ingest;
        this.targets = targets;
        this.allowances = allowances;
        this.intake = intake;
        this.heads = new SealedHeaders(secrets);
        this.strangers = strangers;
        this.rejections = rejections;
        this.replayRepeated = replayRepeated;
        this.forListeners = forListeners;
        this.clock = clock;
        this.meters = meters;
    }

    /** Whether an environment may receive another message, asked before it is stored. */
    @FunctionalInterface
    interface Room {

        /**
         * @throws ApiError if it may not
         */
        void require(Environment environment, Allowance allowance);
    }

    /**
     * Lets a request in; the future ends when it is stored, on the thread that stores, or at once
     * if there is nothing to store.
     *
     * @param endpoint as it stands in the path, like {@code token}
     * @param room asked last, when nothing has to be read any more
     * @throws ApiError if it is not let in
     * @throws WouldBlockException on a thread that must not wait, if something has to be read
     *     first; nothing was done
     */
    CompletableFuture<Reply> receive(
            String endpoint, String token, Incoming request, String requestId, Room room) {
        InboundGate gate =
                InboundEndpointId.parse(endpoint)
                        .flatMap(id -> find(id, request.source()))
                        .orElseThrow(() -> {
                            count(RejectionReason.ENDPOINT_NOT_FOUND.word());
                            return RejectionReason.ENDPOINT_NOT_FOUND.refusal();
                        });
        Judgement judgement;
        try {
            judgement = pass(gate, token, request);
        } catch (RejectedException rejected) {
            note(gate, rejected.reason(), rejected.detail(), request);
            return CompletableFuture.completedFuture(refused(gate, rejected.reason()));
        }
        return switch (judgement) {
            case Judgement.Handshake(Outcome.Answered answer) -> {
                note(gate, RejectionReason.HANDSHAKE_ANSWERED, answer.name(), request);
                yield CompletableFuture.completedFuture(
                        new Reply.Given(answer.status(), answer.headers(), answer.body()));
            }
            case Judgement.Event event -> take(gate, event, request, requestId, room);
        };
    }

    /**
     * @throws ApiError unless the provider wants to be refused in other words
     */
    private static Reply refused(InboundGate gate, RejectionReason reason) {
        Answers answers = gate.preset().map(it -> it.preset().answers()).orElse(Answers.USUAL);
        ApiError refusal = reason.refusal();
        boolean isUnverified = refusal.code() == ErrorCode.VERIFICATION_FAILED;
        if (isUnverified
                && (answers.refusalIsEmpty() || answers.refusal() != refusal.code().status())) {
            return new Reply.Given(answers.refusal(), List.of(), new byte[0]);
        }
        throw reason == RejectionReason.INVALID_METHOD
                ? refusal.allowing(String.join(", ", methods(gate)))
                : refusal;
    }

    private static Set<String> methods(InboundGate gate) {
        return gate.preset().map(it -> it.preset().methods()).orElse(Set.of("POST"));
    }

    private CompletableFuture<Reply> take(
            InboundGate gate,
            Judgement.Event event,
            Incoming request,
            String requestId,
            Room room) {
        TargetId id = TargetId.of(gate.endpoint().id());
        DeliveryTarget target =
                targets.find(id).orElseThrow(RejectionReason.ENDPOINT_NOT_FOUND::refusal);
        Allowance allowance = allowances.of(gate.environment().tenant(), gate.environment().mode());
        room.require(gate.environment(), allowance);
        return store(gate, event, target, allowance, request)
                .thenApply(taken -> answer(taken, gate, allowance, requestId));
    }

    /** Whoever tries ids has the database asked for so many of them only. */
    private Optional<InboundGate> find(InboundEndpointId id, IpAddress source) {
        String network = source.network();
        Duration wait = strangers.wait(network);
        if (!wait.isZero() && !gates.knew(id)) {
            throw new ApiError(
                            ErrorCode.RATE_LIMITED,
                            "too many requests from this address to endpoints that do not exist")
                    .retryAfter(wait);
        }
        Optional<InboundGate> gate = gates.find(id);
        if (gate.isEmpty()) {
            var _ = strangers.take(network);
        }
        return gate;
    }

    private Judgement pass(InboundGate gate, String token, Incoming request) {
        InboundEndpoint endpoint = gate.endpoint();
        if (!MessageDigest.isEqual(bytes(token), bytes(endpoint.token()))) {
            throw new RejectedException(RejectionReason.INVALID_SECRET, null);
        }
        if (gate.deleted()) {
            throw new RejectedException(RejectionReason.ENDPOINT_DELETED, null);
        }
        if (gate.stopped() || endpoint.paused()) {
            throw new RejectedException(RejectionReason.ENDPOINT_PAUSED, null);
        }
        if (ForwardedHeaders.hops(request.headers()) >= MOST_HOPS) {
            throw new RejectedException(
                    RejectionReason.LOOP_DETECTED,
                    "loop: it was forwarded " + MOST_HOPS + " times or more");
        }
        Judgement judgement = Judgement.of(gate, ingest.of(endpoint), request);
        if (request.body().length > LONGEST_BODY) {
            throw new RejectedException(
                    RejectionReason.PAYLOAD_TOO_LARGE,
                    "the body has more than " + LONGEST_BODY + " bytes");
        }
        return judgement;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void note(
            InboundGate gate, RejectionReason reason, @Nullable String detail, Incoming request) {
        count(reason.word());
        rejections.note(
                new Rejection(
                        rejections.ids().next(),
                        gate.environment().id(),
                        gate.endpoint().id(),
                        reason,
                        detail,
                        request.receivedAt(),
                        request.source().toString(),
                        MaskedRequest.shown(request, gate),
                        1));
    }

    private void count(String outcome) {
        meters.counter("hookbridge.inbound.requests", "outcome", outcome).increment();
    }

    private CompletableFuture<Intake.Taken> store(
            InboundGate gate,
            Judgement.Event event,
            DeliveryTarget target,
            Allowance allowance,
            Incoming request) {
        List<Source> credentials = gate.credentials();
        MessageHead head =
                new MessageHead.Received(
                        MaskedRequest.headers(request, credentials),
                        MaskedRequest.query(request, credentials),
                        request.source().toString(),
                        event.isVerified(),
                        event.type().orElse(null));
        byte[] sha256 = Sha256.of(request.body());
        return intake.accept(
                target,
                HeldMessage.bytes(request.body().length, head),
                reservation -> message(gate, event, allowance, request, head, sha256, reservation));
    }

    private NewMessage message(
            InboundGate gate,
            Judgement.Event event,
            Allowance allowance,
            Incoming request,
            MessageHead head,
            byte[] sha256,
            Reservation reservation) {
        InboundEndpoint endpoint = gate.endpoint();
        Direction direction = endpoint.mode().direction();
        Instant now = request.receivedAt();
        return new NewMessage(
                gate.environment().tenant(),
                gate.environment().id(),
                TargetId.of(endpoint.id()),
                direction,
                new MessageId(reservation.id()),
                now,
                contentType(request),
                request.body(),
                head,
                heads.sealHead(reservation.id(), head),
                sha256,
                event.key().orElse(null),
                now.plus(retention(endpoint, allowance)),
                true,
                allowance,
                direction == Direction.PULL ? told(endpoint, event, request) : null,
                // A target that is remembered from before is no reason to deliver what is fetched.
                direction == Direction.PULL ? null : reservation.holder());
    }

    /** The endpoint's own rule goes before that of its preset. */
    private NewMessage.Event told(
            InboundEndpoint endpoint, Judgement.Event event, Incoming request) {
        EventTypeRule rule = endpoint.eventType();
        Duration took = Duration.between(request.receivedAt(), clock.instant());
        return new NewMessage.Event(
                (rule == null ? event.type() : rule.typeOf(request.headers(), request.body()))
                        .orElse(null),
                (int) Math.max(0, took.toMillis()));
    }

    private static String contentType(Incoming request) {
        return request.header("Content-Type")
                .filter(type -> !type.isEmpty() && type.length() <= LONGEST_TYPE)
                .orElse(UNKNOWN_TYPE);
    }

    private static Duration retention(InboundEndpoint endpoint, Allowance allowance) {
        int days = allowance.plan().limits().retentionDays();
        Integer own =
                endpoint.mode().direction() == Direction.PULL ? endpoint.retentionDays() : null;
        return Duration.ofDays(own == null ? days : Math.min(own, days));
    }

    private Reply answer(
            Intake.Taken taken, InboundGate gate, Allowance allowance, String requestId) {
        int status = gate.endpoint().responseCode();
        Optional<MessageId> original =
                switch (taken.outcome()) {
                    case StoreOutcome.Repeated(MessageId first) -> Optional.of(first);
                    // The sender calls it the same, so it is the same.
                    case StoreOutcome.Mismatch(MessageId first) -> Optional.of(first);
                    case StoreOutcome.Stored _ -> Optional.empty();
                    case StoreOutcome.Conflict _ -> throw ReceiveRoutes.deletedJustNow();
                    case StoreOutcome.QuotaReached _ ->
                            throw ReceiveRoutes.usedUp(allowance, clock.instant());
                    case StoreOutcome.InDoubt doubt -> throw doubt.failure();
                };
        count(original.isPresent() ? "duplicate" : "accepted");
        if (original.isEmpty() && gate.endpoint().mode() == InboundMode.CLI) {
            forListeners.accept(gate.endpoint());
        }
        original.ifPresent(first -> replayRepeated.repeated(gate.environment(), first, requestId));
        return new Reply.Stored(
                original.orElse(taken.id()),
                status,
                gate.preset().flatMap(it -> it.preset().answers().body()));
    }
}
