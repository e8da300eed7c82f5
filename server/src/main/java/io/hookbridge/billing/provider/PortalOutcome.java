package io.hookbridge.billing.provider;

/** What came of asking a provider for a portal session. */
public sealed interface PortalOutcome {

    /**
     * The session stands.
     *
     * @param sessionId the provider's identifier, safe to audit
     * @param url the credential itself; goes to the caller and nowhere else
     */
    record Opened(String sessionId, String url) implements PortalOutcome {
        /** Leaves the URL out: a record that is logged by mistake must not leak it. */
        @Override
        public String toString() {
            return "Opened[sessionId=" + sessionId + "]";
        }
    }

    /** The portal cannot do the one thing that was asked for, with this subscription as it is. */
    record FlowRefused() implements PortalOutcome {}

    /**
     * The provider no longer knows this customer. The caller sees no subscription; an operator must
     * look.
     */
    record CustomerGone() implements PortalOutcome {}

    /** The provider cannot serve the session now; nothing about the request is wrong. */
    record Unavailable(Unavailability why) implements PortalOutcome {}
}
