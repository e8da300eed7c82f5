package io.hookbridge.billing.stripe;

import com.stripe.exception.StripeException;

/** Makes sure that the key is of the account that this mode belongs to. */
@FunctionalInterface
interface AccountCheck {

    /**
     * @throws UnusableAnswer if it is of another one
     */
    void require(StripeCalls.Call call) throws StripeException;
}
