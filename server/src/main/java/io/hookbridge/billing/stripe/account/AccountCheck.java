package io.hookbridge.billing.stripe.account;

import com.stripe.exception.StripeException;

import io.hookbridge.billing.stripe.call.StripeCalls;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

/** Makes sure that the key is of the account that this mode belongs to. */
@FunctionalInterface
public interface AccountCheck {

    /**
     * @throws UnusableAnswer if it is of another one
     */
    void require(StripeCalls.Call call) throws StripeException;
}
