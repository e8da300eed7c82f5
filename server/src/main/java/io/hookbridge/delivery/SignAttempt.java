package io.hookbridge.delivery;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.delivery.signing.DeliverySignature;
import io.hookbridge.delivery.signing.SignDelivery;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.Forwarding;
import io.hookbridge.message.HeldMessage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Makes the signature of an attempt. */
final class SignAttempt {

    private SignAttempt() {}

    /** Whether the event loop must not wait for it. */
    static boolean takesLong(HeldMessage message, DeliveryTarget target) {
        byte[] payload = message.payload();
        Forwarding forwarding = target.forwarding();
        return (payload != null && payload.length > NeverBlocks.MOST_BYTES)
                || target.scheme() == SignatureScheme.STANDARD_V1A
                || (forwarding != null && forwarding.signer() != null);
    }

    /**
     * @param keys those of the target, or some of them
     * @return null for a target whose deliveries are not signed
     */
    static @Nullable DeliverySignature with(
            List<SigningSecret> keys,
            HeldMessage message,
            byte[] payload,
            DeliveryTarget target,
            long signedAt) {
        return target.signed() && !keys.isEmpty()
                ? SignDelivery.sign(
                        target.scheme(), message.id().toString(), signedAt, payload, keys)
                : null;
    }
}
