package io.hookbridge.inbound.receive;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WouldBlockException;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.TakeSecrets;
import io.hookbridge.inbound.provider.AskProviders;
import io.hookbridge.inbound.verify.Outcome;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.time.Instant;

/** Does what a handshake asks for, before it is answered. */
public final class ObeyHandshakes {

    private final TakeSecrets secrets;
    private final AskProviders providers;

    public ObeyHandshakes(TakeSecrets secrets, AskProviders providers) {
        this.secrets = secrets;
        this.providers = providers;
    }

    /**
     * @throws RejectedException if it cannot be done, so that the handshake must not be answered
     * @throws WouldBlockException on a thread that must not wait, if there is anything to do
     */
    void obey(InboundGate gate, Outcome.Answered answer, Instant now, String requestId) {
        if (answer.action().isEmpty()) {
            return;
        }
        NeverBlocks.requireToBlock();
        switch (answer.action().get()) {
            case Outcome.Action.StoreSecret(String secret) -> {
                if (!secrets.take(
                        gate.environment(), gate.endpoint().id(), secret, now, requestId)) {
                    throw new RejectedException(
                            RejectionReason.HMAC_FAILED,
                            Flaw.CHALLENGE_CLOSED.code() + ": " + Flaw.CHALLENGE_CLOSED.sentence());
                }
            }
            case Outcome.Action.Fetch fetch -> {
                AskProviders.Asker asker =
                        new AskProviders.Asker(
                                TargetId.of(gate.endpoint().id()), gate.environment().id());
                if (!providers.visit(asker, fetch.url())) {
                    throw new RejectedException(
                            RejectionReason.UNDECIDED,
                            "provider_unreachable: The provider does not confirm the subscription at the moment.");
                }
            }
            // Its owner enters it: such a preset is chosen when that is done.
            case Outcome.Action.Show _ -> {}
        }
    }
}
