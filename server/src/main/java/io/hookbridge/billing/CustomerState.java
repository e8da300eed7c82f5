package io.hookbridge.billing;

import io.hookbridge.billing.subscription.Subscription;

import java.util.Optional;

/** What came of asking a provider for everything it knows of a customer. */
public sealed interface CustomerState {

    /**
     * The customer exists.
     *
     * @param subscription the one that counts: live before dead, then a known plan, then the
     *     newest; empty if there is none
     * @param live how many subscriptions are live; more than one needs an operator
     */
    record Known(Optional<Subscription> subscription, int live) implements CustomerState {}

    /** The provider says that the customer was deleted or never existed. */
    record Gone() implements CustomerState {}

    /** The provider cannot say now. */
    record Unavailable(Unavailability why) implements CustomerState {}
}
