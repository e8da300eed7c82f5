package io.hookbridge.billing.checkout;

import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability;

/** What came of a request for a checkout session, as far as the caller is concerned. */
public sealed interface CheckoutResult {

    /** One word for the audit and the metrics; a closed set. */
    String word();

    /** Send the browser to the session's URL. */
    record Opened(OpenedSession session) implements CheckoutResult {
        @Override
        public String word() {
            return "opened";
        }
    }

    /** There is no such plan. */
    record PlanUnknown() implements CheckoutResult {
        @Override
        public String word() {
            return "plan_unknown";
        }
    }

    /** The free plan is what a tenant has without a subscription. */
    record PlanFree() implements CheckoutResult {
        @Override
        public String word() {
            return "plan_free";
        }
    }

    /** The plan is not for sale by this interval. */
    record PlanNotSold() implements CheckoutResult {
        @Override
        public String word() {
            return "plan_not_sold";
        }
    }

    /** The tenant has paid in another currency than the plan is sold in. */
    record OtherCurrency() implements CheckoutResult {
        @Override
        public String word() {
            return "other_currency";
        }
    }

    /** The tenant has a live subscription, to be changed in the portal. */
    record SubscriptionExists() implements CheckoutResult {
        @Override
        public String word() {
            return "subscription_exists";
        }
    }

    /** The provider has lost the tenant's customer; a person has to repair the link. */
    record CustomerGone() implements CheckoutResult {
        @Override
        public String word() {
            return "customer_gone";
        }
    }

    /** The provider cannot serve the session now. */
    record Unavailable(Unavailability why) implements CheckoutResult {
        @Override
        public String word() {
            return "unavailable_" + why.kind().word();
        }
    }
}
