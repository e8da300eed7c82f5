package io.hookbridge.inbound.receive;

import io.hookbridge.access.Environment;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.subscription.Allowances;
import io.hookbridge.delivery.ForwardedHeaders;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.BodyLimit;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundGates;
import io.hookbridge.inbound.verify.Outcome;
import io.hookbridge.inbound.verify.preset.Answers;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Lets requests in: when this says so, a message is stored durably and will be forwarded, listened
 * to or fetched.
 */
public final class ReceiveMessages {

    /** From so many forwards by servers like this one on, a request goes in a circle. */
    private static final int MOST_HOPS = 5;

    private final InboundGates gates;
    private final Allowances allowances;
    private final TokenBuckets<String> strangers;
    private final StoreReceived received;
    private final RecordRejections rejections;
    private final DecodingRoom decoding;
    private final ObeyHandshakes handshakes;
    private final MeterRegistry meters;

    /**
     * @param strangers how often a network may ask for endpoints that do not exist, see {@link
     *     IpAddress#network}
     */
    public ReceiveMessages(
            InboundGates gates,
            Allowances allowances,
            TokenBuckets<String> strangers,
            StoreReceived received,
            RecordRejections rejections,
            ObeyHandshakes handshakes,
            MeterRegistry meters) {
        this.gates = gates;
        this.allowances = allowances;
        this.strangers = strangers;
        this.received = received;
        this.rejections = rejections;
        this.decoding = DecodingRoom.ofHeap(Runtime.getRuntime().maxMemory());
        this.handshakes = handshakes;
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
     * How long the body of a request may be, asked before it is read: as long as the plan of
     * whoever owns the endpoint allows. Who has not the address of an endpoint that takes something
     * is refused here.
     *
     * @param endpoint as it stands in the path, like {@code token}
     * @param head the request without its body
     * @throws ApiError if it is not let in whatever its body
     */
    BodyLimit limit(String endpoint, String token, Incoming head) {
        InboundGate gate = gate(endpoint, head.source());
        try {
            requireOpen(gate, token, head);
        } catch (RejectedException rejected) {
            note(gate, rejected.reason(), rejected.detail(), head);
            throw rejected.reason().refusal();
        }
        int most = allowance(gate).plan().limits().receivedBytes();
        return new BodyLimit(
                most, gate.endpoint().id().toString(), () -> tooLong(gate, most, head));
    }

    private ApiError tooLong(InboundGate gate, int most, Incoming head) {
        note(
                gate,
                RejectionReason.PAYLOAD_TOO_LARGE,
                "the body has more than " + most + " bytes, which the plan allows",
                head);
        return tooLong(most);
    }

    private static ApiError tooLong(int most) {
        return new ApiError(
                        ErrorCode.BODY_TOO_LARGE,
                        "the endpoint takes bodies of %d bytes at the most".formatted(most))
                .with(Map.of("max_bytes", most));
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
        InboundGate gate = gate(endpoint, request.source());
        Allowance allowance = allowance(gate);
        Judgement judgement;
        try {
            requireOpen(gate, token, request);
            judgement = decoding.judge(gate, request, allowance.plan().limits().receivedBytes());
            if (judgement instanceof Judgement.Handshake(Outcome.Answered answer)) {
                handshakes.obey(gate, answer, request.receivedAt(), requestId);
            }
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
            case Judgement.Event event -> {
                DeliveryTarget target = received.target(gate);
                room.require(gate.environment(), allowance);
                yield received.store(
                        new StoreReceived.Received(
                                gate, target, event, allowance, request, requestId));
            }
        };
    }

    private Allowance allowance(InboundGate gate) {
        return allowances.of(gate.environment().tenant(), gate.environment().mode());
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

    private InboundGate gate(String endpoint, IpAddress source) {
        return InboundEndpointId.parse(endpoint)
                .flatMap(id -> find(id, source))
                .orElseThrow(() -> {
                    count(meters, RejectionReason.ENDPOINT_NOT_FOUND.word());
                    return RejectionReason.ENDPOINT_NOT_FOUND.refusal();
                });
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

    /** What the address and the head of a request say. */
    private static void requireOpen(InboundGate gate, String token, Incoming request) {
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
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void note(
            InboundGate gate, RejectionReason reason, @Nullable String detail, Incoming request) {
        count(meters, reason.word());
        rejections.note(RejectedRequest.of(gate, reason, detail, request));
    }

    /** What became of a request. */
    static void count(MeterRegistry meters, String outcome) {
        meters.counter("hookbridge.inbound.requests", "outcome", outcome).increment();
    }
}
