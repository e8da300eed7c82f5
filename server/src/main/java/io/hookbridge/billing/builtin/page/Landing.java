package io.hookbridge.billing.builtin.page;

import io.hookbridge.billing.provider.PortalFlow;

import org.jspecify.annotations.Nullable;

/** The paths of the pages. */
final class Landing {

    static final String PORTAL = "/billing/portal";
    static final String PLAN = "/billing/plan";
    static final String CHECKOUT = "/billing/checkout";
    static final String ORDER = CHECKOUT + "/order";
    static final String CANCEL = "/billing/cancel";
    static final String RESUME = "/billing/resume";
    static final String CONFIRM = "/confirm";

    private Landing() {}

    /** Where a link leads that was made for {@code flow}. */
    static String of(@Nullable PortalFlow flow) {
        return switch (flow) {
            case null -> PORTAL;
            case PAYMENT_METHOD_UPDATE -> portal(BillingNotice.NO_PAYMENT_METHOD);
            case SUBSCRIPTION_CANCEL -> CANCEL;
            case SUBSCRIPTION_UPDATE -> PLAN;
        };
    }

    static String portal(BillingNotice notice) {
        return notice.on(PORTAL);
    }
}
