package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.Entrance;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Redirect;

import org.jspecify.annotations.Nullable;

/** The paths of the pages of one mode. */
public record Landing(Mode mode) {

    static final String CONFIRM = "/confirm";

    public String portal() {
        return Entrance.portal(mode).path();
    }

    Redirect portal(BillingNotice notice, Phrases phrases) {
        return notice.in(phrases).on(portal());
    }

    /** The statements as a file. */
    public String statements() {
        return Entrance.home(mode) + "/statements.csv";
    }

    public String plan() {
        return Entrance.home(mode) + "/plan";
    }

    public String checkout() {
        return Entrance.checkout(mode).path();
    }

    String order() {
        return checkout() + "/order";
    }

    public String cancel() {
        return Entrance.home(mode) + "/cancel";
    }

    public String resume() {
        return Entrance.home(mode) + "/resume";
    }

    /** Where a link of the portal leads that was made for {@code flow}. */
    Redirect of(@Nullable PortalFlow flow, Phrases phrases) {
        return switch (flow) {
            case null -> Redirect.to(portal());
            case PAYMENT_METHOD_UPDATE -> portal(BillingNotice.NO_PAYMENT_METHOD, phrases);
            case SUBSCRIPTION_CANCEL -> Redirect.to(cancel());
            case SUBSCRIPTION_UPDATE -> Redirect.to(plan());
        };
    }
}
