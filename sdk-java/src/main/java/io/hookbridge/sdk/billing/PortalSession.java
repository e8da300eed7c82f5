package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.json.Secret;

/**
 * A session of the customer portal.
 *
 * @param portalUrl the address to send the browser to. It is a credential, and short-lived.
 */
public record PortalSession(@Secret String portalUrl) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return Records.withoutSecrets(this);
    }
}
