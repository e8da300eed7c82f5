package io.hookbridge.inbound.endpoint;

import io.hookbridge.billing.plan.PlanLimits;
import io.hookbridge.delivery.target.SignAsProvider;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Signs by a preset what was received by the same one. What came in otherwise was never signed by
 * the provider, and must not look so.
 *
 * @param preset its id
 * @param verifier with the secrets of the endpoint
 */
record SignForwarded(String preset, Verifier verifier) implements SignAsProvider {

    @Override
    public List<Header> headers(
            MessageHead.Received head,
            String url,
            List<Header> headers,
            byte[] payload,
            Instant now) {
        if (!preset.equals(head.preset())) {
            return List.of();
        }
        String[] parts = url.split("\\?", 2);
        return verifier.signAgain(
                        new ReceivedRequest(
                                "POST",
                                parts[0],
                                parts.length == 2 ? Optional.of(parts[1]) : Optional.empty(),
                                headers,
                                payload,
                                PlanLimits.MOST_RECEIVED_BYTES,
                                Optional.empty(),
                                now),
                        now)
                .orElse(List.of());
    }
}
