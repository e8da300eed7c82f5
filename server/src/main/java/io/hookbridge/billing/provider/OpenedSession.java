package io.hookbridge.billing.provider;

/**
 * A session that a person can enter.
 *
 * @param id the provider's identifier, safe to audit
 * @param url whoever opens it acts for the customer; goes to the caller and nowhere else
 */
public record OpenedSession(String id, String url) implements PortalOutcome, CheckoutOutcome {

    /** Leaves the URL out: a record that is logged by mistake must not leak it. */
    @Override
    public String toString() {
        return "OpenedSession[id=" + id + "]";
    }
}
