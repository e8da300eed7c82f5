package io.hookbridge.billing.provider;

/** What came of asking a provider for a checkout session. */
public sealed interface CheckoutOutcome {

    /**
     * The session is open, and the only one of this customer that is.
     *
     * @param sessionId the provider's identifier, safe to audit
     * @param url whoever opens it buys for the customer; goes to the caller and nowhere else
     */
    record Opened(String sessionId, String url) implements CheckoutOutcome {
        /** Leaves the URL out: a record that is logged by mistake must not leak it. */
        @Override
        public String toString() {
            return "Opened[sessionId=" + sessionId + "]";
        }
    }

    /** The customer has a live subscription already, whatever our own row says. */
    record AlreadySubscribed() implements CheckoutOutcome {}

    /** The plan is not for sale by this interval. */
    record NotSold() implements CheckoutOutcome {}

    /** The plan is sold in another currency than the one the customer has paid in before. */
    record OtherCurrency() implements CheckoutOutcome {}

    /** The provider no longer knows this customer; an operator must look. */
    record CustomerGone() implements CheckoutOutcome {}

    /** The provider cannot serve the session now; nothing about the request is wrong. */
    record Unavailable(Unavailability why) implements CheckoutOutcome {}
}
