package io.hookbridge.loadtest.rig;

import java.util.UUID;

/**
 * A tenant with an API key.
 *
 * @param key of test mode, so that the same tenant works with Stripe's test mode
 */
public record Tenant(UUID id, String key) {

    /** Its customer at Stripe. */
    public String stripeCustomer() {
        return "cus_BENCH" + hex();
    }

    public String stripeSubscription() {
        return "sub_BENCH" + hex();
    }

    String hex() {
        return id.toString().replace("-", "");
    }

    /** Only the beginning of the key. */
    @Override
    public String toString() {
        return "Tenant[" + id + ", " + key.substring(0, 11) + "…]";
    }
}
