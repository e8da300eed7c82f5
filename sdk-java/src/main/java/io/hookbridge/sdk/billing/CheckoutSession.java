package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

/**
 * A page where a subscription is started.
 *
 * @param sessionId names the session, for a log or a support case. It grants nothing.
 * @param checkoutUrl the address to send the browser to. It is a credential, and short-lived.
 */
public record CheckoutSession(String sessionId, @Secret String checkoutUrl) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
