package io.hookbridge.billing.portal;

import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability;

/** What came of a request for a portal session, as far as the caller is concerned. */
public sealed interface PortalResult {

    /** One word for the audit and the metrics; a closed set. */
    String word();

    record Opened(OpenedSession session) implements PortalResult {
        @Override
        public String word() {
            return "opened";
        }
    }

    record ReturnUrlRefused(ReturnUrlDecision.Reason reason) implements PortalResult {
        @Override
        public String word() {
            return "return_url_" + reason.word();
        }
    }

    record NoSubscription() implements PortalResult {
        @Override
        public String word() {
            return "no_subscription";
        }
    }

    /**
     * @param obstacle a sentence for the caller
     */
    record FlowNotAvailable(String obstacle) implements PortalResult {
        @Override
        public String word() {
            return "flow_not_available";
        }
    }

    record Unavailable(Unavailability why) implements PortalResult {
        @Override
        public String word() {
            return "unavailable_" + why.kind().word();
        }
    }
}
