package io.hookbridge.billing.stripe.customer;

import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.SubscriptionItemCollection;
import com.stripe.param.SubscriptionItemListParams;
import com.stripe.param.SubscriptionListParams;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CustomerState;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.Pages;
import io.hookbridge.billing.stripe.call.StripeCalls.Call;

import java.util.ArrayList;
import java.util.List;

/** Asks for a customer and all subscriptions it ever had. */
public record CustomerReader(SubscriptionReader subscriptions) {

    /** Small, because one subscription can be many kilobytes. */
    private static final long PAGE = 20;

    private static final long ITEM_PAGE = 100;

    public Asked<CustomerState> read(Call call, Mode mode, String externalId)
            throws StripeException {
        Customer customer = call.stripe().v1().customers().retrieve(externalId);
        if (Boolean.TRUE.equals(customer.getDeleted())) {
            return new Asked.CustomerGone<>();
        }
        ModeCheck.require(mode, customer.getLivemode(), "customer");
        List<CustomerState.Told> told = new ArrayList<>();
        for (Subscription subscription : list(call, externalId)) {
            told.add(subscriptions.read(subscription, items(call, subscription)));
        }
        return new Asked.Got<>(new CustomerState(told));
    }

    /** Ten come with the subscription; the plan may be beyond them. */
    private static List<SubscriptionItem> items(Call call, Subscription subscription)
            throws StripeException {
        SubscriptionItemCollection first = subscription.getItems();
        if (!Boolean.TRUE.equals(first.getHasMore())) {
            return first.getData();
        }
        return Pages.all(after -> {
            SubscriptionItemListParams.Builder page =
                    SubscriptionItemListParams.builder()
                            .setSubscription(subscription.getId())
                            .setLimit(ITEM_PAGE);
            if (after != null) {
                page.setStartingAfter(after);
            }
            return call.stripe().v1().subscriptionItems().list(page.build());
        });
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
