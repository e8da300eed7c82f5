package io.hookbridge.inbound.receive;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.inbound.endpoint.EventTypeRule;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.verify.Outcome;
import io.hookbridge.inbound.verify.Refusal;
import io.hookbridge.inbound.verify.request.ContentCoding;
import io.hookbridge.inbound.verify.request.ReceivedRequest;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What a request is that passes the checks of its endpoint. */
sealed interface Judgement {

    /**
     * To be stored.
     *
     * @param isVerified whether it had to pass more than the endpoint's address
     * @param type 1 to 256 characters; empty if neither the preset nor the endpoint's rule tells it
     * @param key what repetitions are known by; empty if nothing tells it from others
     * @param signedSha256 of what its sender signed, if ids tell its events apart and are not part
     *     of that: who has seen one request could send it again with another id, or without one
     */
    record Event(
            boolean isVerified,
            Optional<String> type,
            Optional<String> key,
            Optional<byte[]> signedSha256)
            implements Judgement {}

    /** To be answered, and no event. */
    record Handshake(Outcome.Answered answer) implements Judgement {}

    /**
     * By the preset of the endpoint, which sees to its other checks as well, or by these alone.
     *
     * @param received the same request
     * @param coding undoes that of its body
     * @throws RejectedException if it does not pass, or nothing can be said of it now
     * @throws WouldBlockException on a thread that must not wait, if it may take long
     */
    static Judgement of(
            InboundGate gate,
            Incoming request,
            ReceivedRequest received,
            ContentCoding.Undoing coding) {
        Judgement judgement =
                gate.preset()
                        .map(preset -> byPreset(preset, request, received, coding))
                        .orElseGet(() -> byOwnChecks(gate, request));
        return judgement instanceof Event event
                ? typed(gate.endpoint(), event, received, coding)
                : judgement;
    }

    /** What is to be fetched has the type by the endpoint's own rule rather than the preset's. */
    private static Event typed(
            InboundEndpoint endpoint,
            Event event,
            ReceivedRequest received,
            ContentCoding.Undoing coding) {
        EventTypeRule rule = endpoint.eventType();
        return rule == null || endpoint.mode() != InboundMode.PULL
                ? event
                : new Event(
                        event.isVerified(),
                        rule.typeOf(received, coding),
                        event.key(),
                        event.signedSha256());
    }

    private static Judgement byOwnChecks(InboundGate gate, Incoming request) {
        if (!request.method().equals("POST")) {
            throw new RejectedException(
                    RejectionReason.INVALID_METHOD, "without a preset only POST is taken");
        }
        InboundChecks checks = gate.endpoint().checks();
        List<String> ids = gate.endpoint().idempotencyHeaders();
        ContractChecks.pass(checks, gate.hmacKeys(), request);
        return new Event(
                checks.any(),
                Optional.empty(),
                DedupeKey.of(ids, checks.verifiesHmac(), request),
                ids.isEmpty() ? Optional.empty() : ContractChecks.signedSha256(checks, request));
    }

    private static Judgement byPreset(
            InboundGate.OfPreset preset,
            Incoming request,
            ReceivedRequest received,
            ContentCoding.Undoing coding) {
        if (preset.verifier().mayTakeLong(received)) {
            NeverBlocks.requireToBlock();
        }
        assert NeverBlocks.mayBlock() || request.body().length <= NeverBlocks.MOST_BYTES;
        return switch (preset.verifier().judge(received, coding)) {
            case Outcome.Verified verified ->
                    new Event(
                            verified.isProven(),
                            verified.eventType(),
                            verified.key()
                                    .map(key -> "sha256:" + HexFormat.of().formatHex(key.hash())),
                            verified.repeatable().map(Outcome.Repeatable::hash));
            case Outcome.Answered answered -> new Handshake(answered);
            case Outcome.Refused refused ->
                    throw new RejectedException(
                            reason(refused.refusal()),
                            refused.flaw().code() + ": " + refused.flaw().sentence());
            case Outcome.Undecided() ->
                    throw new RejectedException(
                            RejectionReason.UNDECIDED,
                            "provider_unreachable: The provider's keys cannot be fetched at the moment.");
        };
    }

    private static RejectionReason reason(Refusal refusal) {
        return switch (refusal) {
            case STATIC_TOKEN_FAILED -> RejectionReason.STATIC_TOKEN_FAILED;
            case HMAC_FAILED -> RejectionReason.HMAC_FAILED;
            case IP_NOT_ALLOWED -> RejectionReason.IP_NOT_ALLOWED;
            case PAYLOAD_TOO_LARGE -> RejectionReason.PAYLOAD_TOO_LARGE;
            case INVALID_METHOD -> RejectionReason.INVALID_METHOD;
        };
    }
}
