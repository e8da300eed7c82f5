package io.hookbridge.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionListParams;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.Unavailability.Kind;
import io.hookbridge.billing.stripe.StripeCalls.Call;

import java.util.List;

/** Asks for a customer and all subscriptions it ever had. */
record CustomerReader(SubscriptionReader subscriptions) {

    /** Small, because one subscription can be many kilobytes. */
    private static final long PAGE = 20;

    CustomerState read(Call call, Mode mode, String externalId) throws StripeException {
        Customer customer = call.stripe().v1().customers().retrieve(externalId);
        if (Boolean.TRUE.equals(customer.getDeleted())) {
            return new CustomerState.Gone();
        }
        if (!Boolean.valueOf(mode == Mode.LIVE).equals(customer.getLivemode())) {
            throw new UnusableAnswer(Kind.MODE_MISMATCH, "customer of the other mode");
        }
        return EffectiveSubscription.choose(
                list(call, externalId).stream().map(subscriptions::read).toList());
    }

    private static List<Subscription> list(Call call, String customer) throws StripeException {
        return Pages.all(after -> {
            SubscriptionListParams.Builder page =
                    SubscriptionListParams.builder()
                            .setCustomer(customer)
                            .setStatus(SubscriptionListParams.Status.ALL)
                            .setLimit(PAGE);
            if (after != null) {
                page.setStartingAfter(after);
            }
            return call.stripe().v1().subscriptions().list(page.build());
        });
    }
}
